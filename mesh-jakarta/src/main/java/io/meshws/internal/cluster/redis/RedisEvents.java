package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.EventBus;
import java.util.concurrent.CompletionStage;

/**
 * Each name has a channel, and the instances that listen to the name subscribe to it. Only Redis' own subscriptions, which end
 * with an instance's connection, determine which instances an event reaches. The {@link Publisher} sends events together with
 * everything else. Thread-safe.
 */
final class RedisEvents implements EventBus {
    private final Link link;
    private final Keys keys;
    private final Publisher publisher;

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
        return link.call(session -> session.subscribe(keys.event(name)));
    }

    @Override
    public CompletionStage<Void> ignore(String name) {
        return link.call(session -> session.unsubscribe(keys.event(name)));
    }
}
