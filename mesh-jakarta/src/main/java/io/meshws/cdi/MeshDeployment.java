package io.meshws.cdi;

import io.meshws.Commands;
import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.Connections;
import io.meshws.MeshConfig;
import io.meshws.MeshServer;
import io.meshws.Presence;
import io.meshws.Rooms;
import io.meshws.cluster.Cluster;
import io.meshws.cluster.memory.MemoryCluster;
import io.meshws.cluster.redis.RedisCluster;
import io.meshws.endpoint.Sessions;
import io.meshws.instance.ConnectionObserver;
import io.meshws.instance.MeshInstance;
import io.meshws.liveness.TickDriver;
import io.meshws.protocol.JsonBinding;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.redisson.api.RedissonClient;

/** Starts mesh with the application, stops it with the application, and hands out its facades. */
@ApplicationScoped
public class MeshDeployment {
    private static final System.Logger LOG = System.getLogger("io.meshws");
    private static final long STOP_SECONDS = 10;

    @Inject
    private BeanManager beans;

    @Inject
    private MeshExtension found;

    @Inject
    private Instance<MeshConfig> configs;

    @Inject
    private Instance<RedissonClient> redissons;

    @Inject
    private Instance<Jsonb> jsonbs;

    @Inject
    private Instance<TickDriver> tickDrivers;

    @Inject
    private Instance<RequestContextController> requestContexts;

    @Inject
    private Event<ConnectionOpened> opened;

    @Inject
    private Event<ConnectionClosed> closed;

    private MeshInstance instance;
    private ThreadPoolExecutor workers;
    private TickDriver ticks;
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** So that mesh starts with the application and not with its first use. */
    void startWithApplication(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    @PostConstruct
    void start() {
        MeshConfig config = configs.isResolvable() ? configs.get() : MeshConfig.from(ConfigSource.ofThisServer());
        ThreadFactory threads = ServerThreads.factory();
        workers = ServerThreads.workers(threads);
        instance = new MeshInstance(
                config,
                cluster(config, threads),
                new JsonBinding(jsonbs.isResolvable() ? jsonbs.get() : JsonbBuilder.create()),
                new RequestScopes(requestContexts),
                new Events(),
                workers,
                System::nanoTime);
        found.register(instance.registry(), beans);
        instance.start();
    }

    /** Later than {@link #start}: EJBs cannot be used while CDI starts. */
    void startTicks() {
        ticks = tickDriver();
        ticks.start(this::tick);
    }

    private Cluster cluster(MeshConfig config, ThreadFactory threads) {
        if (redissons.isResolvable()) {
            return new RedisCluster(config, redissons::get, threads);
        }
        if (config.redisUri().isPresent()) {
            return new RedisCluster(config, threads);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0003 mesh.redis.uri is not set: the memory engine serves this one instance only");
        return new MemoryCluster();
    }

    private TickDriver tickDriver() {
        if (tickDrivers.isResolvable()) {
            return tickDrivers.get();
        }
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0004 mesh-ejb-timers is not deployed: the managed scheduled executor drives time-outs");
        return new ServerThreads.ScheduledTicks();
    }

    private void tick() {
        // Drivers that run late may catch up all at once.
        if (ticking.compareAndSet(false, true)) {
            try {
                instance.tick();
            } finally {
                ticking.set(false);
            }
        }
    }

    @PreDestroy
    void stop() {
        if (ticks != null) {
            ticks.stop();
        }
        try {
            long patience = instance.config().shutdownDrain().toSeconds() + STOP_SECONDS;
            instance.stop().toCompletableFuture().get(patience, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "MESH-0005 Stopping did not end well", e);
        } finally {
            workers.shutdown();
        }
    }

    @Produces
    @ApplicationScoped
    MeshServer server() {
        return instance;
    }

    @Produces
    @ApplicationScoped
    Commands commands() {
        return instance.commands();
    }

    @Produces
    @ApplicationScoped
    Connections connections() {
        return instance.connections();
    }

    @Produces
    @ApplicationScoped
    Rooms rooms() {
        return instance.rooms();
    }

    @Produces
    @ApplicationScoped
    Presence presence() {
        return instance.presence();
    }

    @Produces
    Sessions sessions() {
        return new Sessions(instance);
    }

    private final class Events implements ConnectionObserver {
        @Override
        public void opened(ConnectionOpened event) {
            opened.fire(event);
        }

        @Override
        public void closed(ConnectionClosed event) {
            closed.fire(event);
        }
    }
}
