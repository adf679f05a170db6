package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.EventBus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each name has a channel, and the instances that listen to the name subscribe to it. Only Redis' own subscriptions, which end
 * with an instance's connection, determine which instances an event reaches. The {@link Publisher} sends events together with
 * everything else, and {@link EventOrder} puts those of a sender in order again. Thread-safe.
 */
final class RedisEvents implements EventBus {
    private final Link link;
    private final Keys keys;
    private final Publisher publisher;
    /** Each name that this instance listens to, with the last attempt to do so. */
    private final Map<String, CompletableFuture<Void>> attempts = new ConcurrentHashMap<>();

    RedisEvents(Link link, Keys keys, Publisher publisher) {
        this.link = link;
        this.keys = keys;
        this.publisher = publisher;
    }

    @Override
    public CompletionStage<Void> send(String name, String payload) {
        return publisher.sendToListeners(name, payload);
    }

    @Override
    public CompletionStage<Void> listen(String name) {
        CompletableFuture<Void> attempt = link.call(session -> session.subscribe(keys.event(name)));
        attempts.put(name, attempt);
        return attempt;
    }

    @Override
    public CompletionStage<Void> ignore(String name) {
        attempts.remove(name);
        return link.call(session -> session.unsubscribe(keys.event(name)));
    }

    /** Whether this instance receives the events of the name. */
    boolean listensTo(String name) {
        CompletableFuture<Void> attempt = attempts.get(name);
        return attempt != null && attempt.isDone() && !attempt.isCompletedExceptionally();
    }
}
