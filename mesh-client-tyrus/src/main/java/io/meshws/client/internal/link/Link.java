package io.meshws.client.internal.link;

import io.meshws.client.CloseEvent;
import io.meshws.client.ConnectionState;
import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.client.internal.runtime.Timers;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The client's link to its server: connects, notices when the connection is lost, and connects again. Thread-safe.
 */
public final class Link {
    private final Settings settings;
    private final ClientThreads threads;
    private final LinkOwner owner;
    private final Backoff backoff;
    private final WaitingCalls calls;
    private final Intake intake;
    private final SignIn signIn;
    private final OnceNumber.Sequence numbers = new OnceNumber.Sequence();

    // Guarded by this.
    private CompletableFuture<Reply> opening = new CompletableFuture<>();
    /** The index of the address for the next attempt. */
    private int address;
    /** Attempts that failed since the application asked for a connection. */
    private int failures;
    /** For the next attempt; null if none is due. */
    private Timers.Timer waiting;

    private Connection current;
    /** Whether the application asked for this connection, rather than the client for another one. */
    private boolean asked;

    private boolean wasAsked;
    private boolean wasOnline;
    private long onlineSince;

    private volatile ConnectionState state = new ConnectionState.Offline("");
    /** The connection that calls go to; null unless the state is online. */
    private volatile Connection online;

    private volatile String connectionId;

    public Link(Settings settings, ClientThreads threads, LinkOwner owner) {
        this.settings = settings;
        this.threads = threads;
        this.owner = owner;
        this.intake = new Intake(this, owner);
        this.signIn = new SignIn(settings, threads);
        backoff = Backoff.of(settings);
        calls = new WaitingCalls(settings, threads);
    }

    public ConnectionState state() {
        return state;
    }

    /** The id of the connection, or of the last one; null before the first. */
    public String connectionId() {
        return connectionId;
    }

    /** The connection that is there or being made; null if there is none. */
    synchronized Connection current() {
        return current;
    }

    /** Ends the connection that is there, if there is one, on another thread. */
    public void end(CloseCode code, String why) {
        Connection last = current();
        if (last != null) {
            threads.execute(() -> last.end(code, why));
        }
    }

    /** Lets go of the socket, in any state. */
    public void abort() {
        Connection last = current();
        if (last != null) {
            last.abort();
        }
    }

    public int callsInFlight() {
        Connection connection = online;
        return connection == null ? 0 : connection.callsInFlight();
    }

    /** Makes a connection, unless it is being made, at once if the next attempt is due later; gives its id, or a failure. */
    public CompletableFuture<Reply> connect() {
        CompletableFuture<Reply> result;
        synchronized (this) {
            if (state instanceof ConnectionState.Closed) {
                return CompletableFuture.completedFuture(CallFailures.CLOSED);
            }
            if (state instanceof ConnectionState.Offline) {
                opening = new CompletableFuture<>();
                asked = true;
                wasAsked = true;
                failures = 0;
                backoff.countFrom(1);
                become(new ConnectionState.Connecting(1));
                attempt();
            } else if (waiting != null) {
                waiting.cancel();
                attempt();
            }
            result = opening;
        }
        return result;
    }

    /** Sends a call, now or when there is a connection, or fails it. */
    public void submit(Call call) {
        Connection connection = online;
        Connection.Acceptance acceptance = connection == null ? Connection.Acceptance.ENDED : connection.call(call);
        if (acceptance == Connection.Acceptance.ENDED) {
            acceptance = submitAgain(call);
        }
        if (acceptance == Connection.Acceptance.FULL) {
            call.fail(CallFailures.TOO_MUCH);
        } else if (acceptance == Connection.Acceptance.ENDED) {
            call.fail(CallFailures.notSent(state));
        }
    }

    /** With the state under the lock: the connection may be another one by now. */
    private synchronized Connection.Acceptance submitAgain(Call call) {
        if (settings.connectsWhenUsed() && !wasAsked) {
            connect();
        }
        Connection.Acceptance acceptance = online == null ? Connection.Acceptance.ENDED : online.call(call);
        return acceptance == Connection.Acceptance.ENDED ? calls.add(call, state) : acceptance;
    }

    /** Like {@link #submit}, for a request that is repeated if its outcome is unknown, and answered once. */
    public Call submitOnce(String command, String payload) {
        Call call = Call.once(command, payload, numbers.next());
        submit(call);
        return call;
    }

    /** Ends it for good; completes when waiting frames are sent, and the socket is closed. */
    public CompletableFuture<Void> close() {
        Connection last;
        synchronized (this) {
            if (state instanceof ConnectionState.Closed) {
                return CompletableFuture.completedFuture(null);
            }
            last = current;
            if (waiting != null) {
                waiting.cancel();
            }
            endWith(new ConnectionState.Closed(), CallFailures.CLOSED);
        }
        return last == null
                ? CompletableFuture.completedFuture(null)
                : last.end(CloseCode.NORMAL, "This client was closed");
    }

    private void become(ConnectionState next) {
        state = next;
        owner.state(next);
    }

    private void attempt() {
        waiting = null;
        current = new Connection(settings.addresses().get(address), settings, threads, intake);
        current.open();
    }

    private synchronized void retry() {
        if (waiting != null) {
            attempt();
        }
    }

    private void endWith(ConnectionState last, Reply.Failure failure) {
        online = null;
        waiting = null;
        become(last);
        calls.failAll(failure);
        CompletableFuture<Reply> waiters = opening;
        threads.execute(() -> waiters.complete(failure));
    }

    /** Waits for the next attempt, or gives up. */
    private void goOn(Reply.Failure failure) {
        if (backoff.isExhausted()) {
            endWith(new ConnectionState.Offline(failure.error().message()), failure);
            return;
        }
        Duration delay = backoff.next();
        String reason = failure.error().message();
        waiting = threads.timers().after(delay, this::retry);
        become(
                wasOnline
                        ? new ConnectionState.Reconnecting(backoff.attempts(), delay, reason)
                        : new ConnectionState.Connecting(backoff.attempts()));
    }

    void opened(Connection connection) {
        connectionId = connection.id();
        signIn.begin(connection).thenCompose(done -> owner.restore(connection)).thenRun(() -> restored(connection));
    }

    private void restored(Connection connection) {
        synchronized (this) {
            if (connection != current) {
                return;
            }
            if (!wasOnline) {
                backoff.countFrom(0);
            }
            onlineSince = threads.timers().nanos();
            // In their order, and before any that is submitted from now on.
            calls.sendOn(connection);
            online = connection;
            become(new ConnectionState.Online(connection.id()));
            if (wasOnline) {
                owner.back(connection.id());
            }
            wasOnline = true;
            asked = false;
            CompletableFuture<Reply> waiters = opening;
            threads.execute(() -> waiters.complete(new Reply.Value(Json.string(connection.id()), 0)));
        }
    }

    void ended(Connection connection, boolean wasOpen, CloseEvent event, Reply.Failure failure) {
        synchronized (this) {
            if (connection != current) {
                return;
            }
            current = null;
            if (!(state instanceof ConnectionState.Closed)) {
                replace(wasOpen && CloseCode.isFinal(event.code()), failure);
            }
            if (wasOpen) {
                // A listener that is told may ask for the state.
                owner.closed(event);
            }
        }
    }

    private void replace(boolean isFinal, Reply.Failure failure) {
        if (online != null) {
            online = null;
            opening = new CompletableFuture<>();
            backoff.lostAfter(Duration.ofNanos(threads.timers().nanos() - onlineSince));
        }
        address = (address + 1) % settings.addresses().size();
        failures++;
        if (!isFinal && (!asked || settings.reconnect().retriesFirstConnect())) {
            goOn(failure);
        } else if (!isFinal && failures < settings.addresses().size()) {
            become(new ConnectionState.Connecting(failures + 1));
            attempt();
        } else {
            endWith(new ConnectionState.Offline(failure.error().message()), failure);
        }
    }

    synchronized void unanswered(Connection connection, List<Call> unanswered, Reply.Failure failure) {
        calls.unanswered(connection, unanswered, failure, state);
    }
}
