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
 * Runs before Tyrus 2.1, whose own filter follows all filters that an application declares. If something fails there
 * after a handshake was accepted, the connection remains, and nobody opens it, pings it or closes it. Refuses a
 * handshake whose URL isn't valid by RFC 3986, because Tyrus fails on it after its 101 response; Undertow and Tomcat
 * refuse it themselves. {@link TyrusUpgrade} handles all other failures.
 */
public class HandshakeFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || http.getHeader("Upgrade") == null) {
            chain.doFilter(request, response);
        } else if (hasUri(http)) {
            chain.doFilter(TyrusUpgrade.guarded(http), response);
        } else {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
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
