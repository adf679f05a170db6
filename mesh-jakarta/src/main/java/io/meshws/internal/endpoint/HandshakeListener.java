package io.meshws.internal.endpoint;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Notes the request's data about the peer, for the handshake that follows on the same thread. The WebSocket API doesn't
 * provide the peer's address or, when it asks about the origin, the other headers.
 */
public class HandshakeListener implements ServletRequestListener {
    private static final ThreadLocal<Peer> PEER = new ThreadLocal<>();

    /**
     * @param address of the client; empty if unknown
     * @param host under which it reached the server, with the port unless it's the default; empty if unknown
     * @param secure whether it came by TLS, as far as the server knows
     */
    record Peer(String address, String host, boolean secure) {
        private static final Peer UNKNOWN = new Peer("", "", false);
    }

    static Peer peer() {
        Peer peer = PEER.get();
        return peer == null ? Peer.UNKNOWN : peer;
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request && request.getHeader("Upgrade") != null) {
            String host = request.getHeader("Host");
            PEER.set(new Peer(request.getRemoteAddr(), host == null ? "" : host, request.isSecure()));
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        PEER.remove();
    }
}
