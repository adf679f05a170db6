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
 * Comes before Tyrus 2.1, whose own filter follows all that an application declares, because what fails there once a handshake was
 * accepted leaves a connection that nobody opens, asks for life, or closes. Refuses a handshake whose URL is none by RFC 3986, on
 * which Tyrus fails after its 101; Undertow and Tomcat refuse it themselves. {@link TyrusUpgrade} is for all other failures.
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
