package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.EventBus;
import java.util.concurrent.CompletionStage;

/**
 * Each name has a channel, to which the instances subscribe that listen to it: whom an event reaches is known to Redis'
 * own subscriptions alone, which end with the connection of an instance. The {@link Publisher} sends, together with all
 * else. Thread-safe.
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
