package io.meshws.client.internal.record;

import io.meshws.client.MeshClientException;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordSubscription;
import io.meshws.client.RecordUpdate;
import io.meshws.client.WriteOptions;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Handle;
import io.meshws.protocol.Change;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The application's handle of a record. */
final class RecordHandle<T> extends Handle<T, RawUpdate, RecordUpdate<T>> implements RecordSubscription<T> {
    private final Desk desk;
    private final RecordTopics topics;
    private final RecordTopic topic;
    private final Type type;
    private final RecordMode mode;

    RecordHandle(
            Desk desk,
            RecordTopics topics,
            RecordTopic topic,
            Type type,
            RecordMode mode,
            Consumer<? super RecordUpdate<T>> listener) {
        super(desk, topics, listener);
        this.desk = desk;
        this.topics = topics;
        this.topic = topic;
        this.type = type;
        this.mode = mode;
    }

    RecordMode mode() {
        return mode;
    }

    RecordTopic topic() {
        return topic;
    }

    void update(RawUpdate update, int length) {
        deliver(update, length);
    }

    @Override
    public String recordId() {
        return topic.name();
    }

    @Override
    public T value() {
        try {
            return bound(json());
        } catch (BindingException e) {
            throw MeshClientException.of(ErrorCode.EPAYLOAD.body(doesNotFit(e)), e);
        }
    }

    private String doesNotFit(BindingException e) {
        return "The record \"" + recordId() + "\" does not fit " + type.getTypeName() + ": " + e.getMessage();
    }

    // The caller named the type.
    @SuppressWarnings("unchecked")
    private T bound(JsonValue json) throws BindingException {
        return (T) desk.binding().bind(json, type);
    }

    @Override
    public JsonValue json() {
        synchronized (lock()) {
            return topic.visible();
        }
    }

    @Override
    public long version() {
        synchronized (lock()) {
            return topic.version();
        }
    }

    @Override
    public CompletableFuture<Long> change(Object newValue, WriteOptions options) {
        return topics.change(this, newValue, options);
    }

    @Override
    public CompletableFuture<Long> changeRecord(WriteOptions options, Change... changes) {
        return topics.change(this, options, changes);
    }

    @Override
    protected Optional<RecordUpdate<T>> convert(RawUpdate update) {
        try {
            return Optional.of(new RecordUpdate<>(
                    recordId(),
                    bound(update.value()),
                    update.version(),
                    Optional.ofNullable(update.patch()),
                    update.cause()));
        } catch (BindingException e) {
            RecordTopics.LOG.log(Level.WARNING, "Skipping an update: {0}", doesNotFit(e));
            return Optional.empty();
        }
    }

    @Override
    protected List<RawUpdate> current() {
        return List.of(new RawUpdate(topic.visible(), topic.version(), null, RecordUpdate.Cause.BEGIN));
    }

    @Override
    protected RawUpdate latest() {
        return new RawUpdate(topic.visible(), topic.version(), null, RecordUpdate.Cause.CAUGHT_UP);
    }
}
