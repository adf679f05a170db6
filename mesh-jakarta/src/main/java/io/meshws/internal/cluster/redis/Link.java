package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.InstanceNames;
import io.meshws.internal.cluster.Receiver;
import io.meshws.internal.cluster.redis.Lease.Standing;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.redisson.api.RedissonClient;

/**
 * Keeps a {@link Session} going: tries until one succeeds, has its {@link Heartbeat} check it once a second, and if it no
 * longer works ends it and tries again.
 *
 * <p>Fields without {@code volatile} belong to {@code mesh-redis}. {@link #call} is thread-safe.
 */
final class Link implements Scripts {
    private static final System.Logger LOG = System.getLogger(Link.class.getPackageName());
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final ClientSource source;
    private final Keys keys;
    private final String instanceId;
    private final Duration timeout;
    private final Duration late;
    private final Lease lease;
    private final ScheduledExecutorService redis;
    private final Executor callbacks;
    private final LinkLog log;
    private final Operations operations;

    private final CompletableFuture<Void> attempted = new CompletableFuture<>();

    private Receiver receiver;
    private Runnable forget;
    private BusListener listener;
    private Session session;
    /** The heartbeat of {@link #session}. */
    private Heartbeat heartbeat;

    private Duration retry = FIRST_RETRY;
    private boolean ended;
    private volatile boolean up;

    Link(
            ClientSource source,
            Keys keys,
            InstanceNames identity,
            Duration timeout,
            Duration late,
            Lease lease,
            ScheduledExecutorService redis,
            Executor callbacks) {
        this.late = late;
        this.source = source;
        this.keys = keys;
        this.instanceId = identity.instanceId();
        this.timeout = timeout;
        this.lease = lease;
        this.redis = redis;
        this.callbacks = callbacks;
        this.log = new LinkLog(identity, source.where(), System::nanoTime);
        // Redisson's own timer is exact and should come first; this one covers operations that Redisson forgets.
        this.operations = new Operations(timeout.plus(Heartbeat.INTERVAL));
    }

    /**
     * @param listensTo whether this instance receives the events of a name
     * @param toForget called before the receiver is told that Redis may have lost data
     * @return a stage that completes when the first attempt to connect has ended
     */
    CompletableFuture<Void> start(Receiver newReceiver, Predicate<String> listensTo, Runnable toForget) {
        redis.execute(() -> {
            receiver = newReceiver;
            forget = toForget;
            listener = new BusListener(
                    newReceiver,
                    listensTo,
                    task -> redis.schedule(task, EventOrder.TICK_MILLIS, TimeUnit.MILLISECONDS),
                    late);
            long beat = Math.min(Heartbeat.INTERVAL.toMillis(), timeout.toMillis());
            redis.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
            connect();
            callbacks.execute(() -> attempted.complete(null));
        });
        return attempted;
    }

    boolean isUp() {
        return up;
    }

    @Override
    public <T> CompletableFuture<T> eval(Script script, List<String> scriptKeys, List<String> arguments) {
        return call(current -> current.eval(script, scriptKeys, arguments));
    }

    /** {@link #call(Executor, Function)}, with the future completed by the callbacks' executor. */
    <T> CompletableFuture<T> call(Function<Session, CompletableFuture<T>> action) {
        return call(callbacks, action);
    }

    /**
     * Does something with the session, on {@code mesh-redis}. Fails if there is no session, or if it ends before the
     * answer.
     *
     * @param executor completes the future
     */
    <T> CompletableFuture<T> call(Executor executor, Function<Session, CompletableFuture<T>> action) {
        if (!up) {
            return CompletableFuture.failedFuture(Operations.unavailable());
        }
        Operations.Operation<T> operation = operations.begin(executor);
        redis.execute(() -> {
            Session current = session;
            if (current == null) {
                operation.fail(Operations.unavailable());
                return;
            }
            try {
                action.apply(current).whenComplete(operation::finish);
            } catch (Throwable e) {
                operation.finish(null, e);
            }
        });
        return operation.result();
    }

    private void connect() {
        if (ended || session != null) {
            return;
        }
        RedissonClient client = null;
        Session opened = null;
        try {
            client = source.open(() -> redis.execute(this::beat));
            opened = Session.open(
                    client, keys, instanceId, timeout, listener::arrived, () -> redis.execute(this::resubscribed));
            if (lease.renewed(lease.renew(opened).get(timeout.toMillis(), TimeUnit.MILLISECONDS)) == Standing.DEAD) {
                throw new IllegalStateException(Heartbeat.DECLARED_DEAD);
            }
        } catch (Exception e) {
            log.unreachable(Reason.of(e));
            if (opened == null) {
                close(client);
            } else {
                close(opened);
            }
            connectLater();
            return;
        }
        session = opened;
        heartbeat = new Heartbeat(session, lease, timeout, redis, new Findings());
        retry = FIRST_RETRY;
        up = true;
        log.connected();
        rejoined();
    }

    private void connectLater() {
        redis.schedule(this::connect, retry.toMillis(), TimeUnit.MILLISECONDS);
        retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
    }

    private void beat() {
        operations.expire();
        if (session != null) {
            heartbeat.beat();
        }
        listener.reportIfLate();
    }

    private final class Findings implements Heartbeat.Findings {
        @Override
        public void lost(String reason) {
            lose(reason);
        }

        @Override
        public void forgotten(Standing standing) {
            if (standing == Standing.BACK) {
                log.wentBack();
            } else {
                LOG.log(
                        Level.WARNING,
                        "MESH-0105 Redis lost its data, or this instance was declared dead because it did not renew its"
                                + " lease; writing its data again");
            }
            rejoined();
        }
    }

    /** Redisson reconnected by itself, and messages may have been lost in between. */
    private void resubscribed() {
        if (session != null) {
            log.reconnected();
            rejoined();
        }
    }

    private void lose(String reason) {
        log.lost(reason);
        up = false;
        Session lost = session;
        session = null;
        heartbeat.end();
        operations.failAll();
        close(lost);
        connect();
    }

    private void rejoined() {
        try {
            forget.run();
            receiver.rejoined();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "MESH-0107 Cannot write this instance's data again", e);
        }
    }

    /**
     * On {@code mesh-redis}: ends the session and everything that waits for it. May take some seconds, but is bounded.
     *
     * @param removal removes this instance, if Redis is reachable
     */
    void end(Function<Scripts, CompletableFuture<?>> removal) {
        ended = true;
        up = false;
        Session last = session;
        session = null;
        if (last != null) {
            heartbeat.end();
            try {
                removal.apply(last).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "MESH-0106 Cannot remove this instance from Redis: {0}", Reason.of(e));
            }
            close(last);
        }
        operations.close();
        source.end();
    }

    private void close(Session closed) {
        try {
            closed.unlisten();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "Cannot unsubscribe: {0}", Reason.of(e));
        }
        close(closed.client());
    }

    private void close(RedissonClient client) {
        try {
            if (client != null) {
                source.close(client);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "MESH-0108 Cannot shut Redisson down: {0}", Reason.of(e));
        }
    }
}
