package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final String AUTHORIZATION = "Authorization";
    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    @Test
    void aTokenIsTakenFromTheAuthorizationHeader() {
        assertEquals(Optional.of("a.b"), token(Map.of(AUTHORIZATION, List.of("Bearer a.b"))));
        assertEquals(Optional.of("a"), token(Map.of(AUTHORIZATION, List.of("Basic Og==", "bearer  a "))));
    }

    @Test
    void aTokenIsTakenFromTheOfferedSubprotocolsHoweverTheyAreSplit() {
        assertEquals(Optional.of("a.b"), token(Map.of(SUBPROTOCOLS, List.of("mesh, bearer.a.b"))));
        assertEquals(Optional.of("a.b"), token(Map.of(SUBPROTOCOLS, List.of("mesh", "bearer.a.b"))));
    }

    @Test
    void theAuthorizationHeaderComesFirst() {
        assertEquals(
                Optional.of("program"),
                token(Map.of(AUTHORIZATION, List.of("Bearer program"), SUBPROTOCOLS, List.of("bearer.browser"))));
        assertEquals(
                Optional.of("browser"),
                token(Map.of(AUTHORIZATION, List.of("Basic Og=="), SUBPROTOCOLS, List.of("bearer.browser"))));
    }

    @Test
    void thereIsNoneWithoutBothAndAnEmptyOneIsNone() {
        assertEquals(Optional.empty(), token(Map.of()));
        assertEquals(
                Optional.empty(),
                token(Map.of(AUTHORIZATION, List.of("Bearer "), SUBPROTOCOLS, List.of("mesh, bearer., bearer"))));
    }

    private static Optional<String> token(Map<String, List<String>> headers) {
        return new Handshake("/mesh", "", headers, Map.of(), Optional.empty()).bearerToken();
    }
}
