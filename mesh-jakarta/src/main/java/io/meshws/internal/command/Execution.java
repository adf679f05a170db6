package io.meshws.internal.command;

import io.meshws.AttributeKey;
import io.meshws.MeshConnection;
import io.meshws.MeshContext;
import io.meshws.internal.connection.Attributes;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.InFlight;
import io.meshws.internal.connection.Payload;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One command on its way to one reply. The first result, error or time-out answers; all later ones are ignored. */
final class Execution implements MeshContext, InFlight, Replied {
    private final Connection connection;
    /** Null if the client doesn't wait for a reply. */
    private final Long id;

    private final String command;
    private final Payload payload;
    private final long deadline;
    private final AtomicBoolean answered = new AtomicBoolean();
    /** Null once it was told, and if there is none. */
    private final AtomicReference<Consumer<String>> keeper = new AtomicReference<>();
    /** Created when first used. */
    private Attributes attributes;
    /** Created on request; guarded by this. */
    private CompletableFuture<Boolean> replied;
    /** Null until the command is answered; guarded by this. */
    private Boolean outcome;

    Execution(Connection connection, Long id, String command, JsonValue payload, JsonBinding json, long deadline) {
        this.connection = connection;
        this.id = id;
        this.command = command;
        this.payload = new Payload(payload, json);
        this.deadline = deadline;
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public MeshConnection connection() {
        return connection;
    }

    @Override
    public JsonValue payload() {
        return payload.json();
    }

    @Override
    public <T> T payload(Type type) {
        return payload.as(type);
    }

    @Override
    public boolean expectsReply() {
        return id != null;
    }

    @Override
    public <T> void attribute(AttributeKey<T> key, T value) {
        attributes().set(key, value);
    }

    @Override
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        return attributes().get(key);
    }

    private Attributes attributes() {
        if (attributes == null) {
            attributes = new Attributes();
        }
        return attributes;
    }

    /** Has the answer told, as JSON text, even if the connection is closed by then. */
    void keepAnswer(Consumer<String> newKeeper) {
        keeper.set(newKeeper);
    }

    private void keep(String payloadText) {
        Consumer<String> once = keeper.getAndSet(null);
        if (once != null) {
            once.accept(payloadText);
        }
    }

    /** Answers with JSON text if the command hasn't been answered. */
    void answer(String payloadText) {
        keep(payloadText);
        if (answered.compareAndSet(false, true)) {
            if (id != null) {
                connection.sendFrame(FrameText.clientCall(id, command, payloadText));
            }
            replied(true);
        }
    }

    /**
     * Answers with an error if the command hasn't been answered; the error of an event is sent as {@code mesh/error}.
     */
    void fail(ErrorBody error) {
        keep(error.toJson());
        if (answered.compareAndSet(false, true)) {
            replied(false);
            connection.sendError(error, FrameText.error(id, command, error));
        }
    }

    @Override
    public synchronized CompletionStage<Boolean> replied() {
        if (replied == null) {
            replied = new CompletableFuture<>();
            if (outcome != null) {
                replied.complete(outcome);
            }
        }
        return replied;
    }

    private void replied(boolean result) {
        CompletableFuture<Boolean> waiting;
        synchronized (this) {
            outcome = result;
            waiting = replied;
        }
        if (waiting != null) {
            waiting.complete(result);
        }
    }

    boolean isAnswered() {
        return answered.get();
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public void expire() {
        fail(ErrorCode.ETIMEOUT.body("Command \"" + command + "\" returned no result in time"));
        connection.inFlight().end(this);
    }

    @Override
    public void abandon() {
        if (answered.compareAndSet(false, true)) {
            replied(false);
        }
    }
}
