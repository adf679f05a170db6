package io.meshws.client.internal.pipe;

import io.meshws.client.MeshClientException;
import io.meshws.client.Pipe;
import io.meshws.client.internal.link.Connection;
import io.meshws.client.internal.socket.Outgoing;
import io.meshws.client.internal.topic.Desk;
import io.meshws.protocol.BinaryFrame;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.pipe.Arrival;
import io.meshws.protocol.pipe.PipeBytes;
import io.meshws.protocol.pipe.PipeEnd;
import io.meshws.protocol.pipe.PipeOutput;
import jakarta.json.JsonObject;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** An end of a pipe, as the application has it. Its lock guards the {@link PipeEnd}. Thread-safe. */
final class PipeHandle<T> implements Pipe<T>, PipeOutput<SentMessage> {
    private final Desk desk;
    private final Pipes pipes;
    private final PipeKey key;
    private final String candidate = UUID.randomUUID().toString();
    private final PipeEnd<SentMessage, Received> end = new PipeEnd<>(this);
    private final Watch watch;
    private final Inflow<T> inflow;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    // Guarded by this.
    private Connection connection;
    private long waiting;
    private MeshClientException closed;
    private MeshClientException error;

    PipeHandle(Desk desk, Pipes pipes, PipeKey key, Type type) {
        this.desk = desk;
        this.pipes = pipes;
        this.key = key;
        this.inflow = new Inflow<>(desk, this, type);
        this.watch = new Watch(desk.timers(), end, this);
    }

    PipeKey key() {
        return key;
    }

    JsonObject opening() {
        return key.payload()
                .add("candidate", candidate)
                .add("window", PipeEnd.WINDOW)
                .build();
    }

    @Override
    public String name() {
        return key.name();
    }

    @Override
    public String self() {
        return key.self();
    }

    @Override
    public String peer() {
        return key.peer();
    }

    @Override
    public synchronized boolean isOpen() {
        return closed == null && end.isOpen() && desk.isOnline();
    }

    @Override
    public CompletableFuture<Void> opened() {
        return opened.copy();
    }

    @Override
    public CompletableFuture<Void> send(Object message) {
        SentMessage sent;
        try {
            sent = SentMessage.of(message, desk.binding());
        } catch (JsonbException e) {
            return CompletableFuture.failedFuture(MeshClientException.of(
                    ErrorCode.EPAYLOAD.body("The message cannot be written as JSON: " + e.getMessage()), e));
        }
        synchronized (this) {
            if (closed != null) {
                return CompletableFuture.failedFuture(closed.here());
            }
            if (waiting > 0
                    && waiting + sent.length() > desk.settings().limits().maxQueuedCharacters()) {
                return CompletableFuture.failedFuture(
                        new MeshClientException(ErrorCode.EBUSY, "Too much waits to be sent through the " + key));
            }
            waiting += sent.length();
            end.send(sent);
            watch.look();
        }
        return sent.result();
    }

    @Override
    public Flow.Publisher<T> messages() {
        return inflow;
    }

    @Override
    public void close() {
        pipes.close(this, null);
    }

    @Override
    public void close(MeshClientException why) {
        pipes.close(this, Objects.requireNonNull(why, "error"));
    }

    /** The server is asked for the pipe, on a new connection perhaps. */
    synchronized void asking() {
        end.online();
        watch.look();
    }

    /** Both ends are there, says the server on this connection. */
    void opened(Connection on, String id, int window) {
        boolean known;
        synchronized (this) {
            if (closed != null) {
                return;
            }
            connection = on;
            known = end.opened(id, window);
            watch.look();
        }
        if (known) {
            desk.executor().execute(() -> opened.complete(null));
        } else {
            close(new MeshClientException(
                    ErrorCode.EUNKNOWN,
                    "Another process was at the other end meanwhile; which messages arrived is unknown"));
        }
    }

    /** The id of the pipe; null before it was open. */
    synchronized String id() {
        return end.id();
    }

    synchronized void away() {
        end.away();
        watch.look();
    }

    /** A message, or the question whether one arrived. */
    void message(String id, long number, Received message, int length, boolean alone) {
        boolean tooMuch;
        synchronized (this) {
            if (message == null) {
                end.asked(id, number);
                return;
            }
            tooMuch = !end.message(id, number, message, length, alone);
        }
        if (tooMuch) {
            close(new MeshClientException(ErrorCode.EBUSY, "The other end sends more than it may"));
        } else {
            inflow.signal();
        }
    }

    synchronized void acknowledged(String id, long number) {
        end.acknowledged(id, number);
    }

    synchronized void resumed(String id, long number) {
        end.resumed(id, number);
    }

    /** For the application; null if there is none. */
    synchronized Arrival<Received> poll() {
        return end.poll();
    }

    synchronized void took(Arrival<Received> arrival) {
        end.took(arrival);
    }

    /** Whether nothing more comes. */
    synchronized boolean isOver() {
        return closed != null && end.isDrained();
    }

    /** Why it was closed; null if all is well. */
    synchronized MeshClientException error() {
        return error;
    }

    /**
     * It is over; does nothing if it is already.
     *
     * @param why for the messages that were not acknowledged
     * @param errorOfEnd for the receiver; null if all is well
     */
    void end(MeshClientException why, MeshClientException errorOfEnd) {
        List<SentMessage> left;
        synchronized (this) {
            if (closed != null) {
                return;
            }
            closed = why;
            error = errorOfEnd;
            watch.end();
            left = end.close();
        }
        desk.executor().execute(() -> {
            left.forEach(message -> message.result().completeExceptionally(why));
            opened.completeExceptionally(why);
        });
        inflow.signal();
    }

    @Override
    public void open() {
        if (desk.isOnline()) {
            // Not under this lock.
            desk.executor().execute(() -> pipes.openAgain(this));
        }
    }

    @Override
    public void message(String id, long number, SentMessage message, boolean alone) {
        if (BinaryFrame.is(message.text())) {
            connection.offer(Outgoing.of(new PipeBytes(id, number, alone, message.text()).frame()));
            return;
        }
        tell(BuiltIn.PIPE, id, number, (alone ? ",\"alone\":true" : "") + ",\"data\":" + message.text());
    }

    @Override
    public void ask(String id, long number) {
        tell(BuiltIn.PIPE, id, number, "");
    }

    @Override
    public void ack(String id, long number) {
        tell(BuiltIn.PIPE_ACK, id, number, "");
    }

    @Override
    public void tellSoon() {
        desk.timers().after(PipeEnd.MOMENT, this::tell);
    }

    private synchronized void tell() {
        end.tell();
    }

    @Override
    public void resume(String id, long number) {
        tell(BuiltIn.PIPE_RESUME, id, number, "");
    }

    private void tell(String command, String id, long number, String more) {
        String payload = "{\"id\":" + Json.quote(id) + ",\"n\":" + number + more + "}";
        connection.offer(Outgoing.of(FrameText.event(command, payload)));
    }

    @Override
    public void taken(SentMessage message) {
        waiting -= message.length();
        desk.executor().execute(() -> message.result().complete(null));
    }

    @Override
    public void lost(SentMessage message) {
        waiting -= message.length();
        MeshClientException why = new MeshClientException(
                ErrorCode.EUNKNOWN,
                "The process at the other end is another one now; whether the last one took the message is unknown");
        desk.executor().execute(() -> message.result().completeExceptionally(why));
    }
}
