package io.meshws.client;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of a mesh server: requests and their replies, events, and answers to the server's requests.
 *
 * <pre>{@code
 * try (MeshClient client = MeshClient.builder(URI.create("ws://localhost:8080/app/mesh")).build()) {
 *     client.on("news", String.class, text -> System.out.println(text));
 *     client.connectSync();
 *     String answer = client.commandSync("echo", "Hello", String.class);
 * }
 * }</pre>
 *
 * <p>Thread-safe. Listeners and handlers run on one thread of the client, one after the other in the order in which the
 * frames arrived; they may block, and may wait for replies, which arrive elsewhere. A listener that waits for a further
 * <em>event</em> waits for itself. Futures complete on other threads of the client, which may block too; the order
 * between two futures is not defined.
 *
 * <p>Payloads and results are any JSON: a {@link JsonValue}, a string, a number, a boolean, or what JSON-B reads and
 * writes. Register listeners before connecting: events without a listener are dropped.
 *
 * <p>Failed requests end in a {@link MeshClientException}, thrown or as the cause of the future's failure.
 */
public final class MeshClient implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final Duration LAST_SENDS = Duration.ofSeconds(1);

    private final ClientSettings settings;
    private final AutoCloseable ownBinding;
    private final JsonBinding binding;
    private final ClientThreads threads = new ClientThreads();
    private final Mailbox mailbox;
    private final Listeners listeners;
    private final Calls calls;
    private final TyrusContainer container;
    private final Inbox inbox;

    // Guarded by this, both; the connection may be read without.
    private volatile Connection current;
    private boolean closed;

    MeshClient(ClientSettings settings, JsonBinding binding, AutoCloseable ownBinding) {
        this.settings = settings;
        this.ownBinding = ownBinding;
        this.binding = binding;
        mailbox = new Mailbox(
                settings.maxPendingEvents(),
                settings.maxPendingCharacters(),
                task -> threads.daemon(task, "listeners"));
        listeners = new Listeners(binding);
        inbox = new Inbox(mailbox, listeners);
        calls = new Calls(binding, threads);
        container = new TyrusContainer(settings);
    }

    /** A client of the server at a {@code ws:} or {@code wss:} address. */
    public static MeshClientBuilder builder(URI uri) {
        return new MeshClientBuilder(uri);
    }

    /**
     * Connects, unless it is connected or connecting already; after a connection was lost it makes a new one. The future
     * has the connection id, and completes when requests can be sent.
     */
    public CompletableFuture<String> connect() {
        CompletableFuture<String> result = new CompletableFuture<>();
        opening()
                .thenAcceptAsync(
                        reply -> {
                            if (reply instanceof Reply.Value value) {
                                result.complete(((JsonString) value.payload()).getString());
                            } else if (reply instanceof Reply.Failure failure) {
                                result.completeExceptionally(failure.exception());
                            }
                        },
                        threads);
        return result;
    }

    /** As {@link #connect}, but waits; returns the connection id. */
    public String connectSync() {
        // A little longer than the time after which the attempt itself gives up, so that one of the two decides.
        Reply reply = Calls.await(
                opening(),
                "The connection",
                connectTimedOut(),
                settings.connectTimeout().plusSeconds(5));
        if (reply instanceof Reply.Failure failure) {
            throw failure.exception();
        }
        return ((JsonString) ((Reply.Value) reply).payload()).getString();
    }

    /** Sends a request; waits for its reply as long as the builder's request time-out says. */
    public <T> CompletableFuture<T> command(String name, Object payload, Class<T> type) {
        return command(name, payload, (Type) type, settings.requestTimeout());
    }

    /** As {@link #command(String, Object, Class)}, with a time-out of its own. */
    public <T> CompletableFuture<T> command(String name, Object payload, Class<T> type, Duration timeout) {
        return command(name, payload, (Type) type, timeout);
    }

    /** As {@link #command(String, Object, Class)}, for a type such as {@code List<Item>}, which {@code T} must be. */
    public <T> CompletableFuture<T> command(String name, Object payload, Type type) {
        return command(name, payload, type, settings.requestTimeout());
    }

    /** As {@link #command(String, Object, Type)}, with a time-out of its own. */
    public <T> CompletableFuture<T> command(String name, Object payload, Type type, Duration timeout) {
        Connection connection = current;
        return connection != null && connection.isOpen()
                ? calls.async(connection, name, payload, type, timeout)
                : CompletableFuture.failedFuture(Calls.notConnected());
    }

    /** Sends a request and waits for its reply, as long as the builder's request time-out says. */
    public <T> T commandSync(String name, Object payload, Class<T> type) {
        return commandSync(name, payload, (Type) type, settings.requestTimeout());
    }

    /** As {@link #commandSync(String, Object, Class)}, with a time-out of its own. */
    public <T> T commandSync(String name, Object payload, Class<T> type, Duration timeout) {
        return commandSync(name, payload, (Type) type, timeout);
    }

    /** As {@link #commandSync(String, Object, Class, Duration)}, for a type such as {@code List<Item>}. */
    public <T> T commandSync(String name, Object payload, Type type, Duration timeout) {
        return calls.sync(open(), name, payload, type, timeout);
    }

    /** Sends an event, to which there is no reply. Events and requests arrive in the order in which one thread sends. */
    public void send(String event, Object payload) {
        Calls.checkName(event);
        if (!open().offer(FrameText.event(event, calls.text(payload)))) {
            throw new MeshClientException(ErrorCode.EBUSY, "Too much waits to be sent");
        }
    }

    /**
     * Listens to an event; a payload that does not fit the type is logged and skipped.
     *
     * @throws IllegalArgumentException if JSON-B can make no value of the type
     */
    public <T> Subscription on(String event, Class<T> type, Consumer<T> listener) {
        return on(event, (Type) type, listener);
    }

    /** As {@link #on(String, Class, Consumer)}, for a type such as {@code List<Item>}, which {@code T} must be. */
    @SuppressWarnings("unchecked")
    public <T> Subscription on(String event, Type type, Consumer<T> listener) {
        checkType(type);
        return listeners.onEvent(event, payload -> {
            listener.accept((T) binding.bind(payload, type));
            return null;
        });
    }

    /** Listens to an event's payload as it came; {@link JsonValue#NULL} where it has none. */
    public Subscription on(String event, Consumer<JsonValue> listener) {
        return on(event, (Type) JsonValue.class, listener);
    }

    /**
     * Answers requests of the server with what the handler returns: a value, or a {@code CompletionStage} of one. A
     * {@link MeshClientException} that the handler throws travels to the server; anything else is logged here and told
     * there without its text.
     *
     * @throws IllegalStateException if that name has a handler already
     * @throws IllegalArgumentException if JSON-B can make no value of the type
     */
    @SuppressWarnings("unchecked")
    public <T> Subscription onRequest(String command, Class<T> type, Function<T, ?> handler) {
        checkType(type);
        // Not Class.cast, which refuses the boxed value of a primitive type.
        return listeners.onRequest(command, payload -> handler.apply((T) binding.bind(payload, type)));
    }

    private void checkType(Type type) {
        binding.obstacle(type).ifPresent(obstacle -> {
            throw new IllegalArgumentException("JSON-B cannot make a value of " + obstacle);
        });
    }

    /** Called once for each connection that was open, after its last event. */
    public Subscription onClose(Consumer<CloseEvent> listener) {
        return listeners.onClose(listener);
    }

    /** The id of the connection, or of the last one; null before the first. */
    public String connectionId() {
        Connection connection = current;
        return connection == null ? null : connection.id();
    }

    public boolean isConnected() {
        Connection connection = current;
        return connection != null && connection.isOpen();
    }

    /** Requests that wait for a reply. */
    public int requestsInFlight() {
        Connection connection = current;
        return connection == null ? 0 : connection.calls().size();
    }

    /**
     * Closes for good: sends what waits, for at most a second, fails the requests in flight, drops events that no
     * listener has seen, calls the close listeners and ends all threads. It does not wait for a listener that is running,
     * and an attempt to connect keeps its thread until its time-out. Closing again does nothing.
     */
    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
        }
        mailbox.drop();
        if (last != null) {
            last.close(LAST_SENDS);
        }
        mailbox.close();
        threads.close();
        container.shutdown();
        try {
            ownBinding.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Closing JSON-B", e);
        }
    }

    private synchronized CompletableFuture<Reply> opening() {
        if (closed) {
            return CompletableFuture.completedFuture(
                    new Reply.Failure(ErrorCode.EGONE.body("This client was closed"), null));
        }
        if (current == null || current.hasEnded()) {
            Connection next = new Connection(settings, inbox);
            current = next;
            Future<?> timer = threads.after(settings.connectTimeout(), () -> next.giveUp(connectTimedOut()));
            next.opened().thenRun(() -> timer.cancel(false));
            threads.daemon(() -> next.open(container), "connect").start();
        }
        return current.opened();
    }

    private Connection open() {
        Connection connection = current;
        if (connection == null || !connection.isOpen()) {
            throw Calls.notConnected();
        }
        return connection;
    }

    private Reply.Failure connectTimedOut() {
        return new Reply.Failure(
                ErrorCode.ETIMEOUT.body(
                        "Not connected within " + settings.connectTimeout().toMillis() + " ms"),
                null);
    }
}
