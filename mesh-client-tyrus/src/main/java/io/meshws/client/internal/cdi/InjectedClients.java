package io.meshws.client.internal.cdi;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientBuilder;
import io.meshws.client.MeshEndpointUri;
import io.meshws.client.ReconnectPolicy;
import io.meshws.client.internal.runtime.WorkThreads;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The clients of one application, by address. Thread-safe. */
@ApplicationScoped
class InjectedClients {
    private static final ReconnectPolicy PATIENT = ReconnectPolicy.DEFAULT.retriesFirstConnect(true);

    @Inject
    private Event<MeshClientBuilder> building;

    // Guarded by this.
    private final Map<URI, LazyClient> clients = new HashMap<>();
    private boolean searched;
    /** Written under this lock, before there is any client. */
    private volatile WorkThreads threads;

    private volatile Executor callbacks;

    @Produces
    @MeshEndpointUri("")
    MeshClient client(InjectionPoint point) {
        MeshEndpointUri endpoint = point.getQualifiers().stream()
                .filter(MeshEndpointUri.class::isInstance)
                .map(MeshEndpointUri.class::cast)
                .findFirst()
                .orElseThrow();
        return at(Endpoint.of(endpoint.value(), Properties.ofThisServer()));
    }

    /** The client of an address; another one if the application closed the last. */
    private synchronized MeshClient at(MeshClientBuilder builder) {
        if (!searched) {
            // On this thread, because the application can look up names here.
            threads = threads();
            callbacks = threads == null ? null : inContext(threads.crew());
            searched = true;
        }
        LazyClient client = clients.get(builder.uri());
        if (client == null || client.isClosed()) {
            client = new LazyClient(builder.uri(), () -> build(builder));
            clients.put(builder.uri(), client);
        }
        return client.face();
    }

    private MeshClient build(MeshClientBuilder builder) {
        // Without the lock of this: a client that is being built holds its own.
        WorkThreads given = threads;
        if (given != null) {
            builder.executor(callbacks).scheduler(given.timer());
        }
        builder.reconnect(PATIENT).connectWhenUsed(true);
        building.fire(builder);
        return builder.build();
    }

    /** None if the server has none: the clients share their own then. */
    private static WorkThreads threads() {
        try {
            return WorkThreads.of(InitialContext.<ThreadFactory>doLookup("java:comp/DefaultManagedThreadFactory"));
        } catch (NamingException e) {
            return null;
        }
    }

    /** With the context of this thread: a factory gives a new thread that of the thread that happens to need it. */
    private static Executor inContext(Executor crew) {
        try {
            Executor context = InitialContext.<ContextService>doLookup("java:comp/DefaultContextService")
                    .currentContextExecutor();
            return task -> crew.execute(() -> context.execute(task));
        } catch (NamingException e) {
            return crew;
        }
    }

    @PreDestroy
    void close() {
        List<LazyClient> last;
        WorkThreads used;
        synchronized (this) {
            last = List.copyOf(clients.values());
            used = threads;
        }
        last.forEach(LazyClient::close);
        if (used != null) {
            used.close();
        }
    }
}
