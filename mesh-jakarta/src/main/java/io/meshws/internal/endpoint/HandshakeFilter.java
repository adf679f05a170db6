package io.meshws.internal.endpoint;

import io.meshws.internal.identity.HandshakeRefused;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses handshakes that a server accepts but can't open: the connection would remain, but would never be opened, pinged or closed. Runs
 * before the WebSocket filters of the servers, which follow all filters that an application declares. Tyrus 2.1 fails after its 101
 * response if the URL isn't valid by RFC 3986; Undertow and Tomcat refuse such a URL themselves. Tyrus takes any method, and a constraint
 * in {@code web.xml} may protect just one. Undertow waits after its 101 response for the body that a request announces, and a handshake has
 * none. {@link TyrusUpgrade} handles all other failures. Also answers handshakes that the application refuses.
 */
public class HandshakeFilter implements Filter {
    /** Names the limit that was reached, or has the application's answer: several of them have the same status. */
    private static final String REASON = "Mesh-Refused";

    private static final int MAX_CAUSES = 16;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || http.getHeader("Upgrade") == null) {
            chain.doFilter(request, response);
        } else if (http.getMethod().equals("GET") && hasUri(http) && !announcesBody(http)) {
            handshake(http, (HttpServletResponse) response, chain);
        } else {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    /** A refusal comes as an exception, because configurators of endpoints have no other way to answer with a status. */
    private static void handshake(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(TyrusUpgrade.guarded(Subprotocols.inOneHeader(request)), response);
        } catch (IOException | ServletException | RuntimeException e) {
            Optional<HandshakeRefused> refused = refusal(e);
            if (refused.isEmpty()) {
                throw e;
            }
            if (refused.get().status() == HttpServletResponse.SC_UNAUTHORIZED) {
                response.setHeader("WWW-Authenticate", "Bearer");
            }
            refused.get().reason().ifPresent(reason -> response.setHeader(REASON, reason));
            response.sendError(refused.get().status());
        }
    }

    /** Some containers wrap it. */
    private static Optional<HandshakeRefused> refusal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(HandshakeRefused.class::isInstance)
                .map(HandshakeRefused.class::cast)
                .findFirst();
    }

    private static boolean announcesBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static boolean hasUri(HttpServletRequest request) {
        String query = request.getQueryString();
        try {
            new URI(request.getRequestURI() + (query == null ? "" : "?" + query));
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
