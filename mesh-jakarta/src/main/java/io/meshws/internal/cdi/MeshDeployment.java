package io.meshws.internal.cdi;

import io.meshws.Channels;
import io.meshws.Commands;
import io.meshws.ConnectionClosed;
import io.meshws.ConnectionOpened;
import io.meshws.Connections;
import io.meshws.InvalidConfigException;
import io.meshws.MeshConfig;
import io.meshws.MeshServer;
import io.meshws.Presence;
import io.meshws.RecordChanged;
import io.meshws.RecordRemoved;
import io.meshws.Records;
import io.meshws.Rooms;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.cluster.redis.RedisCluster;
import io.meshws.internal.endpoint.ConfiguredPaths;
import io.meshws.internal.endpoint.Sessions;
import io.meshws.internal.instance.Gauges;
import io.meshws.internal.instance.Host;
import io.meshws.internal.instance.InstanceObserver;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.spi.EndpointFactory;
import io.meshws.spi.TickDriver;
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
import jakarta.websocket.server.ServerContainer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.redisson.api.RedissonClient;

/** Starts mesh with the application, stops it with the application, and hands out its facades. */
@ApplicationScoped
public class MeshDeployment {
    private static final System.Logger LOG = System.getLogger("io.meshws");
    private static final long START_SECONDS = 30;
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
    private Instance<TickDriver> tickDrivers;

    @Inject
    private Instance<RequestContextController> requestContexts;

    @Inject
    private Event<ConnectionOpened> opened;

    @Inject
    private Event<ConnectionClosed> closed;

    @Inject
    private Event<RecordChanged> recordChanged;

    @Inject
    private Event<RecordRemoved> recordRemoved;

    private final Management management = new Management();
    private MeshInstance instance;
    private ThreadPoolExecutor workers;
    private ServerScheduler scheduler;
    private TickDriver ticks;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicBoolean firstTick = new AtomicBoolean(true);
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** So that mesh starts with the application and not with its first use. */
    void startWithApplication(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    @PostConstruct
    void start() {
        MeshConfig config =
                only(configs, "MeshConfig").orElseGet(() -> MeshConfig.from(ConfigSource.ofThisServer()::value));
        ThreadFactory threads = ServerThreads.factory();
        workers = ServerThreads.workers(threads);
        scheduler = ServerScheduler.find(threads);
        instance = new MeshInstance(
                config,
                cluster(config, threads),
                JsonbBean.binding(beans),
                new RequestScopes(requestContexts),
                new Events(),
                new Host(workers, scheduler, System::nanoTime));
        found.register(instance.registry(), beans);
        awaitFirstAttempt(instance.start());
    }

    /** So that nobody is refused while a healthy Redis is being connected to. Without one this is soon over. */
    private static void awaitFirstAttempt(CompletionStage<Void> attempt) {
        try {
            attempt.toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "Joining the cluster takes its time", e);
        }
    }

    /** Later than {@link #start}: CDI may be there before the container takes endpoints. */
    void open(ServerContainer container) {
        ConfiguredPaths.add(container, new Sessions(instance));
    }

    /** When all else has started. */
    void manage(String contextPath) {
        management.register(contextPath, new Gauges(instance));
    }

    /** Later than {@link #start}: EJBs cannot be used while CDI starts. */
    void startTicks() {
        ticks = tickDriver();
        ticks.start(this::tick);
    }

    private Cluster cluster(MeshConfig config, ThreadFactory threads) {
        if (only(redissons, "RedissonClient").isPresent()) {
            return new RedisCluster(config, redissons::get, threads);
        }
        if (config.redisUri().isPresent()) {
            return new RedisCluster(config, threads);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0003 mesh.redis.uri is not set: the memory engine serves this one instance only");
        return new MemoryCluster(config.channelTtl(), System::nanoTime, System::currentTimeMillis);
    }

    private TickDriver tickDriver() {
        Optional<TickDriver> driver = only(tickDrivers, "TickDriver");
        if (driver.isPresent()) {
            return driver.get();
        }
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0004 mesh-ejb-timers is not deployed: the managed scheduled executor drives pings, time-outs and clean-up");
        return new ServerThreads.ScheduledTicks(scheduler);
    }

    /** The application's bean of a type, if there is one. */
    private static <T> Optional<T> only(Instance<T> beans, String type) {
        if (beans.isAmbiguous()) {
            throw severalBeans(type);
        }
        return beans.isUnsatisfied() ? Optional.empty() : Optional.of(beans.get());
    }

    static InvalidConfigException severalBeans(String type) {
        return new InvalidConfigException("There are several beans of type " + type
                + ", and mesh cannot choose; leave one, or qualify the others");
    }

    private void tick() {
        // Drivers that run late may catch up all at once.
        if (ticking.compareAndSet(false, true)) {
            try {
                if (firstTick.compareAndSet(true, false)) {
                    found.warnOfMiddlewareWithoutCommand(instance.registry());
                }
                instance.tick();
            } finally {
                ticking.set(false);
            }
        }
    }

    /**
     * By whichever comes first: the end of the web application, while EJBs can still be called, or that of the CDI
     * container.
     */
    @PreDestroy
    void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        management.unregister();
        try {
            stopTicks();
            long patience = instance.config().shutdownDrain().toSeconds() + STOP_SECONDS;
            instance.stop().toCompletableFuture().get(patience, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "MESH-0005 Stopping did not end well", e);
        } finally {
            workers.shutdown();
            scheduler.close();
        }
    }

    private void stopTicks() {
        if (ticks == null) {
            return;
        }
        try {
            ticks.stop();
        } catch (RuntimeException e) {
            // WildFly stops EJBs first, and their non-persistent timers with them.
            LOG.log(System.Logger.Level.DEBUG, "The tick driver is stopped already", e);
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
    Channels channels() {
        return instance.channels();
    }

    @Produces
    @ApplicationScoped
    Records records() {
        return instance.records();
    }

    @Produces
    @ApplicationScoped
    Presence presence() {
        return instance.presence();
    }

    @Produces
    @ApplicationScoped
    EndpointFactory endpoints() {
        return new Sessions(instance);
    }

    private final class Events implements InstanceObserver {
        @Override
        public void opened(ConnectionOpened event) {
            opened.fire(event);
        }

        @Override
        public void closed(ConnectionClosed event) {
            closed.fire(event);
        }

        @Override
        public void changed(RecordChanged event) {
            recordChanged.fire(event);
        }

        @Override
        public void removed(RecordRemoved event) {
            recordRemoved.fire(event);
        }
    }
}
