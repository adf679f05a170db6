package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.Identity;
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
import java.util.regex.Pattern;
import org.redisson.api.RedissonClient;

/**
 * Keeps a {@link Session} going: tries until one succeeds, checks it once a second, and if it no longer works ends it
 * and tries again. A heartbeat renews the instance's lease, which shows whether Redis answers and still knows the
 * instance. It also sends a probe through the instance's channel, which shows whether messages still arrive.
 *
 * <p>Fields without {@code volatile} belong to {@code mesh-redis}. {@link #call} is thread-safe.
 */
final class Link implements Scripts {
    private static final System.Logger LOG = System.getLogger(Link.class.getPackageName());
    private static final Pattern DUMP = Pattern.compile("( occurred)? after \\d+ of|\\.? channel: |,? command: |\\R");
    private static final String DECLARED_DEAD =
            "this instance was declared dead, and another one is cleaning up after it";
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final ClientSource source;
    private final Keys keys;
    private final String instanceId;
    private final Duration timeout;
    private final Lease lease;
    private final ScheduledExecutorService redis;
    private final Executor callbacks;
    private final LinkLog log;
    private final Operations operations;

    private final CompletableFuture<Void> attempted = new CompletableFuture<>();

    private Receiver receiver;
    private BusListener inbox;
    private Session session;
    private Duration retry = FIRST_RETRY;
    private boolean beating;
    private boolean ended;
    private volatile boolean up;

    Link(
            ClientSource source,
            Keys keys,
            Identity identity,
            Duration timeout,
            Lease lease,
            ScheduledExecutorService redis,
            Executor callbacks) {
        this.source = source;
        this.keys = keys;
        this.instanceId = identity.instanceId();
        this.timeout = timeout;
        this.lease = lease;
        this.redis = redis;
        this.callbacks = callbacks;
        this.log = new LinkLog(identity, source.where(), System::nanoTime);
        // Redisson's own timer is exact and should come first; this one covers what Redisson forgets.
        this.operations = new Operations(timeout.plus(BEAT));
    }

    /** @return a stage that completes when the first attempt to connect has ended */
    CompletableFuture<Void> start(Receiver newReceiver) {
        redis.execute(() -> {
            receiver = newReceiver;
            inbox = new BusListener(newReceiver);
            long beat = Math.min(BEAT.toMillis(), timeout.toMillis());
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
        return call(callbacks, current -> current.eval(script, scriptKeys, arguments));
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
        try {
            client = source.open(() -> redis.execute(this::beat));
            Session opened = Session.open(
                    client, keys.bus(instanceId), timeout, inbox::arrived, () -> redis.execute(this::resubscribed));
            if (lease.renewed(lease.renew(opened).get(timeout.toMillis(), TimeUnit.MILLISECONDS)) == Standing.DEAD) {
                opened.unlisten();
                throw new IllegalStateException(DECLARED_DEAD);
            }
            session = opened;
        } catch (Exception e) {
            disconnected(client, e);
            return;
        }
        retry = FIRST_RETRY;
        beating = false;
        up = true;
        log.connected();
        rejoined();
    }

    private void disconnected(RedissonClient client, Exception e) {
        log.unreachable(reason(e));
        close(client);
        redis.schedule(this::connect, retry.toMillis(), TimeUnit.MILLISECONDS);
        retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
    }

    private void beat() {
        operations.expire();
        Session current = session;
        if (current == null || beating) {
            return;
        }
        beating = true;
        try {
            lease.renew(current)
                    .thenCombine(current.probe(), Heartbeat::new)
                    .whenComplete((pulse, e) -> redis.execute(() -> felt(current, pulse, e)));
        } catch (Throwable e) {
            felt(current, null, e);
        }
    }

    /** The findings of a heartbeat. */
    private record Heartbeat(Lease.Renewal renewal, boolean heard) {}

    private void felt(Session beaten, Heartbeat pulse, Throwable failure) {
        if (beaten != session) {
            return;
        }
        beating = false;
        if (failure != null) {
            lose(reason(failure));
            return;
        }
        Standing standing = lease.renewed(pulse.renewal());
        if (!pulse.heard() || beaten.isDeaf(timeout.plus(BEAT))) {
            lose("messages do not reach this instance");
        } else if (standing == Standing.DEAD) {
            lose(DECLARED_DEAD);
        } else if (standing == Standing.UNKNOWN) {
            LOG.log(
                    Level.WARNING,
                    "MESH-0105 Redis lost its data, or this instance was declared dead because it did not renew its"
                            + " lease; writing its data again");
            rejoined();
        } else if (standing == Standing.BACK) {
            log.wentBack();
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
        operations.failAll();
        close(lost);
        connect();
    }

    private void rejoined() {
        try {
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
            try {
                removal.apply(last).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "MESH-0106 Cannot remove this instance from Redis: {0}", reason(e));
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
            LOG.log(Level.DEBUG, "Cannot unsubscribe: {0}", reason(e));
        }
        close(closed.client());
    }

    private void close(RedissonClient client) {
        try {
            if (client != null) {
                source.close(client);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "MESH-0108 Cannot shut Redisson down: {0}", reason(e));
        }
    }

    /** The first words of the innermost failure; after them Redisson dumps the command and gives advice. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : ": " + DUMP.split(cause.getMessage(), 2)[0];
        return cause.getClass().getSimpleName() + message;
    }
}
