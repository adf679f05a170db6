package io.meshws.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.ThreadPoolConfig;

/**
 * The one class that knows Tyrus beyond the standard. Every connection has network threads of its own, which Tyrus ends
 * with the connection: the container is not shared. Thread-safe.
 */
final class TyrusContainer extends ClientManager {
    /** The least that Tyrus accepts. */
    private static final int MAX_NETWORK_THREADS = 3;

    private final ScheduledExecutorService idleTimer = new IdleTimerOff();
    private final ClientSettings settings;

    TyrusContainer(ClientSettings settings) {
        this.settings = settings;
        // A little longer than the client waits, so that its own time-out decides, and names the reason.
        int timeout = (int) Math.min(
                Integer.MAX_VALUE, settings.connectTimeout().plusSeconds(1).toMillis());
        Map<String, Object> properties = getProperties();
        properties.put(ClientProperties.SHARED_CONTAINER, false);
        properties.put(ClientProperties.HANDSHAKE_TIMEOUT, timeout);
        properties.put(ClientProperties.INCOMING_BUFFER_SIZE, settings.maxFrameBytes());
        properties.put(
                ClientProperties.WORKER_THREAD_POOL_CONFIG,
                ThreadPoolConfig.defaultConfig()
                        .setPoolName("mesh-client-network")
                        .setMaxPoolSize(MAX_NETWORK_THREADS)
                        .setCorePoolSize(1)
                        .setDaemon(true));
        // A message in many fragments is bounded by this one.
        setDefaultMaxTextMessageBufferSize(settings.maxFrameBytes());
    }

    /** Blocks until the handshake is done, or failed. */
    void open(Endpoint endpoint) throws DeploymentException, IOException {
        ClientEndpointConfig.Builder config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        // Tyrus names the server as the origin, which no list of allowed origins has.
                        headers.remove("Origin");
                        headers.putAll(settings.headers());
                    }
                });
        if (settings.ssl() != null) {
            config.sslContext(settings.ssl());
        }
        connectToServer(endpoint, config.build(), settings.uri());
    }

    @Override
    public ScheduledExecutorService getScheduledExecutorService() {
        return idleTimer;
    }
}
