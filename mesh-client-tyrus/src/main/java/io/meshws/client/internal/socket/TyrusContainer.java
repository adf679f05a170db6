package io.meshws.client.internal.socket;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.glassfish.tyrus.client.ThreadPoolConfig;
import org.glassfish.tyrus.container.jdk.client.JdkClientContainer;
import org.glassfish.tyrus.spi.ClientContainer;
import org.glassfish.tyrus.spi.ClientEngine;

/** Tyrus, as all sockets of a class loader share it. Public because Tyrus makes one by its name. */
public final class TyrusContainer implements ClientContainer {
    /** The least that Tyrus accepts. */
    private static final int MIN_NETWORK_THREADS = 3;

    private static final int MAX_NETWORK_THREADS = 4;
    /** The property of an endpoint's configuration that has the {@link TyrusHandshake}. */
    private static final String ATTEMPT = TyrusContainer.class.getName() + ".attempt";

    private final ClientContainer jdk = new JdkClientContainer();

    /** Made when it is first needed. */
    private static final class Shared {
        static final ClientManager MANAGER = create();

        private static ClientManager create() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            // Tyrus looks for the class below with it.
            thread.setContextClassLoader(TyrusContainer.class.getClassLoader());
            try {
                ClientManager manager =
                        ClientManager.createClient(TyrusContainer.class.getName(), new SessionSettings());
                Map<String, Object> properties = manager.getProperties();
                // The connection's own time-out decides.
                properties.put(ClientProperties.HANDSHAKE_TIMEOUT, Integer.MAX_VALUE);
                properties.put(ClientProperties.WORKER_THREAD_POOL_CONFIG, threads());
                NetworkThreads.keep();
                return manager;
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static ThreadPoolConfig threads() {
            int number = Math.max(
                    MIN_NETWORK_THREADS,
                    Math.min(MAX_NETWORK_THREADS, Runtime.getRuntime().availableProcessors()));
            AtomicInteger count = new AtomicInteger();
            return ThreadPoolConfig.defaultConfig()
                    .setCorePoolSize(1)
                    .setMaxPoolSize(number)
                    .setThreadFactory(task -> NetworkThreads.make(task, count.incrementAndGet()));
        }
    }

    /** Blocks until the handshake is done, or failed, or this thread is interrupted. */
    static void connect(Endpoint endpoint, ClientEndpointConfig.Builder config, TyrusHandshake attempt, URI uri)
            throws DeploymentException, IOException {
        ClientEndpointConfig built = config.build();
        built.getUserProperties().put(ATTEMPT, attempt);
        // The buffer has to hold a whole frame, header included.
        built.getUserProperties().put(WLS_INCOMING_BUFFER_SIZE, attempt.maxFrameBytes());
        Shared.MANAGER.connectToServer(endpoint, built, uri);
    }

    @Override
    public void openClientSocket(ClientEndpointConfig config, Map<String, Object> properties, ClientEngine engine)
            throws DeploymentException, IOException {
        TyrusHandshake attempt = (TyrusHandshake) config.getUserProperties().remove(ATTEMPT);
        if (config.getSSLContext() != null) {
            properties.put(ClientProperties.SSL_ENGINE_CONFIGURATOR, new SslEngineConfigurator(config.getSSLContext()));
        }
        try {
            jdk.openClientSocket(config, properties, attempt.watch(engine));
        } finally {
            attempt.connected();
        }
    }
}
