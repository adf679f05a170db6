package io.meshws.internal.channel;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.ChannelHistory;
import io.meshws.MeshConfig;
import io.meshws.internal.cluster.ChannelLog;
import io.meshws.internal.cluster.ChannelLog.Query;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.connection.LongReplies;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.Paces;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import io.meshws.testing.Throwing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final MemoryCluster cluster = Clusters.memory();
    private final Throwing<ChannelLog> log = new Throwing<>(ChannelLog.class, cluster.channels());
    private final Subscriptions subscriptions =
            new Subscriptions(log.get(), new LongReplies(MeshConfig.builder().build()), Paces.alone());
    private final TestClient client = instance.connect();

    @BeforeEach
    void start() {
        // The tests pass on the log's messages.
        cluster.start(new RecordingReceiver());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private CompletionStage<Optional<ChannelHistory>> subscribe() {
        CompletableFuture<Boolean> replied = new CompletableFuture<>();
        return subscriptions
                .subscribe(
                        client.connection(), "c", Query.last(0), () -> CompletableFuture.completedStage(true), replied)
                .whenComplete((found, failure) -> replied.complete(failure == null));
    }

    private void publish(String message) {
        get(cluster.channels().publish("c", Json.quote(message), 10));
    }

    private Published published(long offset, String message) {
        String epoch = get(cluster.channels().read("c", Query.last(0))).last().epoch();
        return new Published("c", new ChannelPlace(epoch, offset, offset), Json.quote(message));
    }

    private List<String> messages() {
        return client.events("mesh/subscription-message").stream()
                .map(payload -> payload.asJsonObject().getString("message"))
                .toList();
    }

    @Test
    void anErrorOfTheLogFailsTheSubscriptionAndNotTheNext() {
        Error error = log.next();
        assertSame(error, failure(subscribe()));
        get(subscribe());
        publish("m1");
        subscriptions.received(published(1, "m1"));
        assertEquals(List.of("m1"), messages());
    }

    @Test
    void anErrorWhileMissingMessagesAreReadOnlyDelaysThem() {
        get(subscribe());
        publish("m1");
        publish("m2");
        log.next();
        subscriptions.received(published(2, "m2"));
        log.next();
        subscriptions.refresh();
        assertEquals(List.of(), messages());
        subscriptions.refresh();
        assertEquals(List.of("m1", "m2"), messages());
    }
}
