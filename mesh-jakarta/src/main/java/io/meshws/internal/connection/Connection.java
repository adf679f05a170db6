package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.MeshProperty;
import io.meshws.internal.limit.CommandRates;
import io.meshws.internal.limit.TokenBucket;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A client of this instance. The features keep their data about it here, so that the data goes with the client. */
public final class Connection extends KnownClient {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Outbox outbox;
    private final Transport transport;
    private final ConnectionContext context;
    private final Lifecycle lifecycle = new Lifecycle();
    private volatile CompletableFuture<Void> received = new CompletableFuture<>();
    private volatile CompletableFuture<Void> announced = new CompletableFuture<>();
    private final Pulse pulse = new Pulse();
    private final StoredState stored;
    private final CommandsInFlight inFlight;
    private volatile Set<String> rooms = Collections.emptySet();
    private final Topics topics;
    /** Null if it may send any number of commands. */
    private final TokenBucket bucket;

    private volatile JsonValue metadata = JsonValue.NULL;
    private volatile boolean refused;

    Connection(String id, Handshake handshake, Transport transport, ConnectionContext context) {
        super(id, handshake);
        this.transport = transport;
        this.context = context;
        this.stored = new StoredState(this, context.own());
        this.inFlight = new CommandsInFlight(context, id);
        this.bucket = context.rates().newBucket();
        this.topics = new Topics(this);
        this.outbox =
                new Outbox(transport, context.outboxLimits(), context.backlog(), context.nanos(), pulse, new Ending());
    }

    @Override
    public boolean isOpen() {
        return !lifecycle.isGone();
    }

    public ClientLimits limits() {
        return context.limits();
    }

    /** Whether it's there and was let in. */
    public boolean isIn() {
        return lifecycle.isIn();
    }

    /** Whether it had been let in when it ended; only then is the application told of its end. */
    public boolean wasIn() {
        return lifecycle.wasIn();
    }

    /** Lets it in; returns whether it was outside until now. */
    boolean enter() {
        return lifecycle.enter();
    }

    /** Closes it, and reads nothing more of it. */
    public void refuse(CloseCode code) {
        refused = true;
        close(code);
    }

    /** Whether its frames are ignored from now on. */
    public boolean isRefused() {
        return refused;
    }

    @Override
    public Optional<Duration> latency() {
        return pulse.latency();
    }

    @Override
    public boolean send(String event, Object payload) {
        return sendFrame(FrameText.event(
                BuiltIn.checkApplicationName(event), context.json().toText(payload)));
    }

    /** Queues a text frame that is already encoded; drops it if the connection is closed. */
    public boolean sendFrame(String frame) {
        return outbox.add(frame);
    }

    /** Like {@link #sendFrame}, for a frame that many clients get: the caller doesn't have to write to each of them. */
    public boolean sendShared(String frame) {
        return outbox.addInLane(frame);
    }

    /** Sends a frame that reports an error. */
    public void sendError(ErrorBody error, String frame) {
        context.refusals().answered(error);
        sendFrame(frame);
    }

    /** Takes a command from those that the client may send now, as {@link CommandRates#take}. */
    public long takeCommand(long now) {
        return context.rates().take(bucket, principal(), now);
    }

    @Override
    public <T> CompletableFuture<T> request(String command, Object payload, Type type, Duration timeout) {
        return context.requests().request(this, command, payload, type, timeout);
    }

    @Override
    public void close() {
        close(CloseCode.NORMAL);
    }

    /** Closes after everything that was sent before; the container's {@code @OnClose} does the rest. */
    public void close(CloseCode code) {
        outbox.closeWhenSent(() -> closeTransport(code));
    }

    /**
     * Closes at once, without the waiting frames. If the peer is gone, the container never finishes this, so the caller
     * must not wait for {@code @OnClose}.
     */
    public void abort(CloseCode code) {
        outbox.close();
        closeTransport(code);
    }

    /** Everything that has to know of the connection does, or will once it is let in; only then may it end. */
    public void received() {
        received.complete(null);
        // All share one from now on.
        received = DONE;
    }

    /** The application was told of the connection; only then may it be told of its end. */
    public void announced() {
        announced.complete(null);
        announced = DONE;
    }

    /** Whether the client's commands may be carried out: the application was told of it. */
    public boolean isAnnounced() {
        return announced.isDone();
    }

    /** Does this when the application was told of the connection, or now. */
    public void whenAnnounced(Runnable next) {
        announced.thenRun(next);
    }

    public Pulse pulse() {
        return pulse;
    }

    /** Whether a command holds the container's thread, so that nothing is read from the client. */
    public boolean isRunning() {
        return inFlight.isRunning();
    }

    /** Whether nothing suggests that the client is gone. */
    public boolean isAnswering() {
        return isRunning()
                || pulse.isAnswering(context.nanos().getAsLong())
                || (pulse.unanswered() == 1 && !context.attention().covers(pulse));
    }

    /** The rooms that the client is in. */
    public Set<String> rooms() {
        return rooms;
    }

    /** The client is in the room from now on. Only the room feature calls this, for one room after the other. */
    public void joined(String room) {
        if (rooms.isEmpty()) {
            rooms = ConcurrentHashMap.newKeySet();
        }
        rooms.add(room);
    }

    /** The client left a room that it was in; called like {@link #joined}. */
    public void left(String room) {
        rooms.remove(room);
        if (rooms.isEmpty()) {
            rooms = Collections.emptySet();
        }
    }

    public Topics topics() {
        return topics;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Whether so much waits for the client that updates should be left out if possible. */
    public boolean isFilling() {
        return outbox.isFilling();
    }

    /** The metadata that was set last, JSON null at first; once it's in, only {@link ConnectionMetadata} changes it. */
    public JsonValue metadata() {
        return metadata;
    }

    public void metadata(JsonValue value) {
        metadata = value;
    }

    /** Its data in the store. */
    public StoredState stored() {
        return stored;
    }

    /** Sets the command that is running on the container's thread; null when it returned. */
    public void running(InFlight command) {
        inFlight.running(command);
        if (command == null) {
            pulse.heard();
            context.attention().release();
        } else {
            context.attention().hold();
        }
    }

    public CommandsInFlight inFlight() {
        return inFlight;
    }

    /** Ends overdue commands, requests and sends. Called about once a second. */
    void tick(long now) {
        inFlight.expire(now);
        outbox.checkAge(context.attention().ranNanos());
    }

    /**
     * @return whether it was open
     */
    boolean closed() {
        if (!lifecycle.leave()) {
            return false;
        }
        leavePlace();
        topics.close();
        outbox.close();
        inFlight.abandonAll();
        return true;
    }

    public Load load() {
        return new Load(inFlight.count(), outbox.waiting(), outbox.size());
    }

    public static CommandException gone() {
        return new CommandException(ErrorCode.EGONE, "The connection is closed");
    }

    /** Whether an operation failed because there is no such connection. */
    public static boolean isGone(Throwable failure) {
        Throwable cause = Attempt.causeOf(failure);
        return cause instanceof CommandException e && e.code().equals(ErrorCode.EGONE.name());
    }

    private void closeTransport(CloseCode code) {
        context.refusals().closed(code);
        // Containers block in close() for as long as the client doesn't read.
        context.executor().execute(() -> transport.close(code.number(), code.reason()));
    }

    private final class Ending implements OutboxTrouble {
        @Override
        public void overflowed(MeshProperty<?> limit, String why) {
            context.overflowed(Connection.this, limit, why);
            closeTransport(CloseCode.SLOW_CONSUMER);
        }

        @Override
        public void broken(Throwable failure) {
            received.thenRunAsync(() -> context.broken().accept(Connection.this), context.executor());
        }
    }
}
