package io.meshws.internal.endpoint;

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

/**
 * Refuses handshakes that a server accepts but can't open: the connection would remain, and nobody would open it, ping it
 * or close it. Runs before the WebSocket filters of the servers, which follow all filters that an application declares.
 * Tyrus 2.1 fails after its 101 response if the URL isn't valid by RFC 3986; Undertow and Tomcat refuse such a URL
 * themselves. Undertow waits after its 101 response for the body that a request announces, and a handshake has none.
 * {@link TyrusUpgrade} handles all other failures.
 */
public class HandshakeFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || http.getHeader("Upgrade") == null) {
            chain.doFilter(request, response);
        } else if (hasUri(http) && !announcesBody(http)) {
            chain.doFilter(TyrusUpgrade.guarded(Subprotocols.inOneHeader(http)), response);
        } else {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
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
