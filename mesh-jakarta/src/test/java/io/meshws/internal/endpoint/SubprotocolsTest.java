package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubprotocolsTest {

    @Test
    void mesh_is_chosen_if_it_is_offered_whatever_else_is() {
        assertEquals("mesh", Subprotocols.negotiate(List.of(), List.of("mesh")));
        assertEquals("mesh", Subprotocols.negotiate(List.of("own"), List.of("own", " mesh ", "bearer.x")));
    }

    @Test
    void a_subprotocol_of_the_endpoints_annotation_is_chosen_otherwise() {
        assertEquals("own", Subprotocols.negotiate(List.of("other", "own"), List.of("bearer.x", "own", "other")));
    }

    @Test
    void nothing_is_chosen_of_what_is_unknown() {
        assertEquals("", Subprotocols.negotiate(List.of("mesh"), List.of("bearer", "x", "Mesh")));
        assertEquals("", Subprotocols.negotiate(List.of("mesh"), List.of()));
    }
}
