package io.meshws.internal.cdi;

import io.meshws.AuthenticationMode;
import io.meshws.Authenticator;
import io.meshws.InvalidConfigException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.SecurityMode;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.connection.Lanes;
import io.meshws.internal.endpoint.ConfiguredPaths;
import io.meshws.internal.endpoint.Sessions;
import io.meshws.internal.host.Environment;
import io.meshws.internal.host.Workers;
import io.meshws.internal.instance.Gauges;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.spi.TickDriver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;

/** Starts and stops mesh with the application. */
@ApplicationScoped
public class MeshDeployment {
    private static final System.Logger LOG = System.getLogger("io.meshws");
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
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
    private Instance<Authenticator> authenticators;

    @Inject
    private Instance<RequestContextController> requestContexts;

    private final Management management = new Management();
    private Engine engine;
    private MeshInstance instance;
    private ThreadFactory threads;
    private Workers workers;
    private Lanes lanes;
    private ServerScheduler scheduler;
    private Opening opening;
    private TickDriver ticks;
    private final Tick tick = new Tick(this::tick);
    private final AtomicBoolean firstTick = new AtomicBoolean(true);
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Makes mesh start with the application, not when it's first used. */
    void startWithApplication(@Observes @Initialized(ApplicationScoped.class) Object event) {
        // The call creates this bean.
    }

    @PostConstruct
    void start() {
        try {
            startMesh();
        } catch (InvalidConfigException e) {
            // Servers log the exception of a bean that isn't created, but not all of them its cause.
            LOG.log(System.Logger.Level.ERROR, "MESH-0015 The application is not deployed: {0}", e.getMessage());
            throw e;
        }
    }

    private void startMesh() {
        MeshConfig config =
                only(configs, "MeshConfig").orElseGet(() -> MeshConfig.from(ConfigSource.ofThisServer()::value));
        threads = ServerThreads.factory();
        scheduler = ServerScheduler.find(threads);
        workers = ServerThreads.workers(threads, scheduler);
        lanes = ServerThreads.lanes(threads);
        engine = new Engine(
                config, only(redissons, "RedissonClient").map(client -> redissons::get), threads, found.contextPath());
        instance = new MeshInstance(
                config,
                engine.cluster(),
                JsonbBean.binding(beans),
                found.usesRequestScope() ? new RequestScopes(requestContexts) : CommandScope.NONE,
                new ApplicationEvents(beans),
                authenticator(config),
                new Environment(workers, scheduler, System::nanoTime));
        found.register(instance, beans);
        opening = new Opening(scheduler);
        CompletionStage<Void> attempt = instance.start();
        if (engine.isLate()) {
            found.whenItStarts(path -> awaitFirstAttempt(engine.begin(path)));
        } else {
            awaitFirstAttempt(attempt);
        }
    }

    /**
     * Waits for the first attempt, so that no client is refused while mesh connects to a healthy Redis. If Redis is
     * missing, the attempt ends quickly.
     */
    private void awaitFirstAttempt(CompletionStage<Void> attempt) {
        try {
            if (!ServerThreads.await(attempt, threads, START_PATIENCE)) {
                LOG.log(System.Logger.Level.DEBUG, "Still joining the cluster; not waiting any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Called when the web application has started, so that endpoints can be added and EJBs called.
     *
     * @param annotated the application's classes with annotations of mesh
     */
    void open(ServletContext context, Set<Class<?>> annotated) {
        String contextPath = context.getContextPath();
        awaitFirstAttempt(engine.begin(contextPath)
                .thenCompose(done -> instance.eventTable().listening()));
        ConfiguredPaths.add((ServerContainer) context.getAttribute(ServerContainer.class.getName()), sessions());
        instance.describe(Machine.self(context));
        opening.ended();
        ticks = tickDriver();
        ticks.start(tick);
        management.register(contextPath, new Gauges(instance));
        found.warnOfClassesThatAreNoBeans(annotated);
        if (instance.config().get(MeshProperty.SECURITY) == SecurityMode.OPEN) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0012 mesh.security is open: clients read all metadata and write their own, and pages of all sites connect unless mesh.allowed-origins says otherwise");
        }
        // Parameters are texts: a server that keeps its last messages would keep this application in memory with them.
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0007 mesh is ready at {0}; {1}, engine: {2}",
                instance.config().get(MeshProperty.PATHS).stream()
                        .map(contextPath::concat)
                        .collect(Collectors.joining(", ")),
                found.toString(),
                engine.toString());
    }

    /**
     * The application's; otherwise names and passwords are checked, but only for an application that has its clients sign
     * in: others didn't ask to have them guessed.
     *
     * @throws InvalidConfigException if clients have to sign in but nothing can check their credentials
     */
    private Optional<Authenticator> authenticator(MeshConfig config) {
        Optional<Authenticator> own = only(authenticators, "Authenticator");
        if (own.isPresent() || config.get(MeshProperty.AUTHENTICATION) != AuthenticationMode.REQUIRED) {
            return own;
        }
        return Optional.of(JakartaSecurity.authenticator(beans)
                .orElseThrow(() -> new InvalidConfigException(MeshProperty.AUTHENTICATION
                        + " is required, but there is neither a bean of type Authenticator nor an identity store of"
                        + " Jakarta Security")));
    }

    private TickDriver tickDriver() {
        Optional<TickDriver> driver = only(tickDrivers, "TickDriver");
        if (driver.isPresent()) {
            return driver.get();
        }
        LOG.log(
                System.Logger.Level.INFO,
                "MESH-0004 No EJB timer found because mesh-ejb-timers is not deployed: {0} drives pings, time-outs and clean-up",
                scheduler.toString());
        return new ServerThreads.ScheduledTicks(scheduler);
    }

    /** The application's bean of a type, if it has one. */
    private static <T> Optional<T> only(Instance<T> beans, String type) {
        if (beans.isAmbiguous()) {
            throw severalBeans(type);
        }
        return beans.isUnsatisfied() ? Optional.empty() : Optional.of(beans.get());
    }

    static InvalidConfigException severalBeans(String type) {
        return new InvalidConfigException("There are several beans of type " + type
                + ", so mesh cannot choose one; keep one, or add qualifiers to the others");
    }

    private void tick() {
        if (firstTick.compareAndSet(true, false)) {
            found.warnOfMiddlewareWithoutCommand(instance.registry());
        }
        instance.tick();
        workers.tick();
    }

    /**
     * Called at the end of the web application, while EJBs can still be called, or at the end of the CDI container,
     * whichever comes first.
     */
    @PreDestroy
    void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        management.unregister();
        opening.ended();
        try {
            stopTicks();
            long patience = instance.config().get(MeshProperty.SHUTDOWN_DRAIN).toSeconds() + STOP_SECONDS;
            instance.stop().toCompletableFuture().get(patience, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "MESH-0005 Failed to stop cleanly", e);
        } finally {
            lanes.close();
            workers.close();
            scheduler.close();
        }
    }

    private void stopTicks() {
        tick.stop();
        if (ticks == null) {
            return;
        }
        try {
            ticks.stop();
        } catch (RuntimeException e) {
            // WildFly stops EJBs first, and their non-persistent timers with them.
            LOG.log(System.Logger.Level.DEBUG, "The tick driver has already stopped", e);
        }
    }

    MeshInstance instance() {
        return instance;
    }

    Sessions sessions() {
        return new Sessions(instance, lanes, workers, found.roles());
    }
}
