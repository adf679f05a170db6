package io.meshws.client.internal.socket;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.glassfish.tyrus.core.BaseContainer;

/** The container's defaults for Tyrus' sessions: no time-outs, and no scheduler. It opens no sessions itself. */
final class SessionSettings extends BaseContainer implements WebSocketContainer {
    private final ScheduledExecutorService idleTimer = new IdleTimerOff();

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return idleTimer;
    }

    @Override
    public long getDefaultAsyncSendTimeout() {
        return 0;
    }

    @Override
    public void setAsyncSendTimeout(long millis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Object endpoint, URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Class<?> endpoint, URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Endpoint endpoint, ClientEndpointConfig config, URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session connectToServer(Class<? extends Endpoint> endpoint, ClientEndpointConfig config, URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getDefaultMaxSessionIdleTimeout() {
        return 0;
    }

    @Override
    public void setDefaultMaxSessionIdleTimeout(long millis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getDefaultMaxBinaryMessageBufferSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setDefaultMaxBinaryMessageBufferSize(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getDefaultMaxTextMessageBufferSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setDefaultMaxTextMessageBufferSize(int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<Extension> getInstalledExtensions() {
        return Set.of();
    }
}
