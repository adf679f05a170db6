package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubprotocolsTest {

    @Test
    void meshIsChosenAmongAnyOthersIfItIsOffered() {
        assertEquals("mesh", Subprotocols.negotiate(List.of(), List.of("mesh")));
        assertEquals("mesh", Subprotocols.negotiate(List.of("own"), List.of("own", " mesh ", "bearer.x")));
    }

    @Test
    void aSubprotocolOfTheEndpointsAnnotationIsChosenOtherwise() {
        assertEquals("own", Subprotocols.negotiate(List.of("other", "own"), List.of("bearer.x", "own", "other")));
    }

    @Test
    void noUnknownSubprotocolIsChosen() {
        assertEquals("", Subprotocols.negotiate(List.of("mesh"), List.of("bearer", "x", "Mesh")));
        assertEquals("", Subprotocols.negotiate(List.of("mesh"), List.of()));
    }
}
