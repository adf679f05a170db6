package io.meshws.client.internal.collection;

import io.meshws.client.CollectionUpdate;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topics;
import io.meshws.protocol.BuiltIn;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The collections that one client follows. Thread-safe. */
public final class CollectionTopics extends Topics<CollectionTopic, CollectionHandle<?>> {
    static final System.Logger LOG = System.getLogger("io.meshws.client");

    private static final Kind KIND =
            new Kind("collection", "collectionId", BuiltIn.SUBSCRIBE_COLLECTION, BuiltIn.UNSUBSCRIBE_COLLECTION);

    public CollectionTopics(Desk desk) {
        super(desk, KIND);
    }

    /** @param listener may be null */
    public <T> CompletableFuture<CollectionHandle<T>> subscribe(
            String collectionId, Type type, Consumer<? super CollectionUpdate<T>> listener) {
        CompletableFuture<CollectionHandle<T>> subscribed = subscribe(
                collectionId,
                () -> new CollectionTopic(collectionId),
                topic -> new CollectionHandle<>(desk(), this, topic, type, listener));
        return subscribed.thenCompose(CollectionHandle::whole);
    }

    /** Records came to a collection, or left it. */
    public void diff(JsonValue payload, int length) {
        event(
                payload,
                arrived -> {
                    if (!arrived.topic().apply(arrived.payload(), arrived.length())) {
                        refresh(arrived.topic());
                    }
                },
                length);
    }

    /** Whether an update is one of a collection's. */
    public static boolean concerns(JsonValue payload) {
        return Payload.object(payload).containsKey(KIND.nameMember());
    }

    /** A record in a collection changed. */
    public void update(JsonValue payload, int length) {
        event(payload, arrived -> arrived.topic().update(arrived.payload(), arrived.length()), length);
    }
}
