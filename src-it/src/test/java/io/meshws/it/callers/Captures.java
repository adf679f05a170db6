package io.meshws.it.callers;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Captures the server's security context of each user while the server answers the handshake. */
@WebFilter(urlPatterns = "/mesh", asyncSupported = true)
public class Captures implements Filter {
    private static final Map<String, Executor> CONTEXTS = new ConcurrentHashMap<>();

    @Resource
    private ContextService contexts;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Principal user = request instanceof HttpServletRequest http ? http.getUserPrincipal() : null;
        if (user != null) {
            CONTEXTS.put(user.getName(), contexts.createContextualProxy((Executor) Runnable::run, Executor.class));
        }
        chain.doFilter(request, response);
    }

    /** Runs what it's given on the same thread, with the server knowing that user as the caller. */
    static Executor as(Principal user) {
        return CONTEXTS.get(user.getName());
    }
}
