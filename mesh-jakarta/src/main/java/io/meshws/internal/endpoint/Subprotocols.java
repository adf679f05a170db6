package io.meshws.internal.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Chooses one of the subprotocols that a client offers. */
final class Subprotocols {
    /** The name of the wire protocol. */
    static final String MESH = "mesh";

    private static final String HEADER = "Sec-WebSocket-Protocol";

    private Subprotocols() {}

    /**
     * The request, with its offers in one header. RFC 6455 lets a client use several, of which Undertow reads the first
     * only.
     */
    static HttpServletRequest inOneHeader(HttpServletRequest request) {
        List<String> offers = Collections.list(request.getHeaders(HEADER));
        if (offers.size() < 2) {
            return request;
        }
        String all = String.join(", ", offers);
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getHeader(String name) {
                return HEADER.equalsIgnoreCase(name) ? all : super.getHeader(name);
            }

            @Override
            public Enumeration<String> getHeaders(String name) {
                return HEADER.equalsIgnoreCase(name) ? Collections.enumeration(List.of(all)) : super.getHeaders(name);
            }
        };
    }

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
