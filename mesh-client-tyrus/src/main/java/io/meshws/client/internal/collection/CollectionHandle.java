package io.meshws.client.internal.collection;

import io.meshws.client.CollectionRecord;
import io.meshws.client.CollectionSubscription;
import io.meshws.client.CollectionUpdate;
import io.meshws.client.MeshClientException;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Handle;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.BindingException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The application's handle of a collection. */
final class CollectionHandle<T> extends Handle<List<CollectionRecord<T>>, RawChange, CollectionUpdate<T>>
        implements CollectionSubscription<T> {
    private final Desk desk;
    private final CollectionTopic topic;
    private final Type type;
    private final CompletableFuture<CollectionHandle<T>> whole = new CompletableFuture<>();

    CollectionHandle(
            Desk desk,
            CollectionTopics topics,
            CollectionTopic topic,
            Type type,
            Consumer<? super CollectionUpdate<T>> listener) {
        super(desk, topics, listener);
        this.desk = desk;
        this.topic = topic;
        this.type = type;
    }

    /** Completes with this when all of the collection is here. */
    CompletableFuture<CollectionHandle<T>> whole() {
        return whole;
    }

    void isWhole() {
        whole.complete(this);
    }

    void changed(RawChange change, int length) {
        deliver(change, length);
    }

    @Override
    protected void onEnd() {
        whole.completeExceptionally(new MeshClientException(ErrorCode.EGONE, "The subscription has ended"));
    }

    @Override
    public String collectionId() {
        return topic.name();
    }

    @Override
    public List<CollectionRecord<T>> value() {
        List<RawRecord> records;
        synchronized (lock()) {
            records = topic.records();
        }
        try {
            return bound(records);
        } catch (BindingException e) {
            throw MeshClientException.of(ErrorCode.EPAYLOAD.body(doesNotFit(e)), e);
        }
    }

    private String doesNotFit(BindingException e) {
        return "A record of the collection \"" + collectionId() + "\" does not fit " + type.getTypeName() + ": "
                + e.getMessage();
    }

    // The caller named the type.
    @SuppressWarnings("unchecked")
    private List<CollectionRecord<T>> bound(List<RawRecord> records) throws BindingException {
        List<CollectionRecord<T>> all = new ArrayList<>();
        for (RawRecord record : records) {
            all.add(new CollectionRecord<>(
                    record.id(), (T) desk.binding().bind(record.value(), type), record.version()));
        }
        return List.copyOf(all);
    }

    @Override
    protected Optional<CollectionUpdate<T>> convert(RawChange change) {
        try {
            return Optional.of(new CollectionUpdate<>(
                    collectionId(), bound(change.added()), List.copyOf(change.removed()), bound(change.changed())));
        } catch (BindingException e) {
            CollectionTopics.LOG.log(Level.WARNING, "Skipping an update: {0}", doesNotFit(e));
            return Optional.empty();
        }
    }

    @Override
    protected List<RawChange> current() {
        return List.of(new RawChange(topic.records(), List.of(), List.of()));
    }

    @Override
    protected RawChange latest() {
        return null;
    }
}
