package io.meshws.internal.endpoint;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Notes the peer's address for the handshake that follows on the same thread. The WebSocket API doesn't provide it; the
 * request that begins the handshake does.
 */
public class HandshakeListener implements ServletRequestListener {
    private static final ThreadLocal<String> REMOTE_ADDRESS = new ThreadLocal<>();

    static String remoteAddress() {
        String address = REMOTE_ADDRESS.get();
        return address == null ? "" : address;
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request && request.getHeader("Upgrade") != null) {
            REMOTE_ADDRESS.set(request.getRemoteAddr());
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        REMOTE_ADDRESS.remove();
    }
}
