package io.meshws.internal.endpoint;

import java.util.List;

/** Chooses one of the subprotocols that a client offers. */
final class Subprotocols {
    /** The name of the wire protocol. */
    static final String MESH = "mesh";

    private Subprotocols() {}

    /**
     * Chooses {@code mesh} if it's offered, else the first that the endpoint's annotation names.
     *
     * @return empty if the client offers no known subprotocol: the handshake continues without one, as RFC 6455 says,
     *     and browsers give up
     */
    static String negotiate(List<String> supported, List<String> requested) {
        List<String> offered = requested.stream().map(String::strip).toList();
        if (offered.contains(MESH)) {
            return MESH;
        }
        return offered.stream().filter(supported::contains).findFirst().orElse("");
    }
}
