package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;

import io.meshws.MeshConfig;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisPaceIT extends PaceContract {
    /** Its clients are on another instance than the writers. */
    private TestInstance late;

    private TestClient client;
    private final List<CompletionStage<?>> written = new ArrayList<>();

    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared().uri(), Duration.ofSeconds(30), MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @BeforeEach
    void startLate() {
        MeshConfig config = Clusters.withRedis(
                        MeshConfig.builder(), EmbeddedRedis.shared().uri(), prefix, Duration.ofSeconds(30))
                .build();
        late = TestInstance.alwaysLate(config);
        prepare(late);
        late.mesh.records().expose("note:1");
        client = late.connect();
    }

    @AfterEach
    void endLate() {
        late.leave();
    }

    private int waiting() {
        return new Gauges(here.mesh).getWaitingWrites();
    }

    /** Until one of the stages is held. */
    private void write(IntFunction<CompletionStage<?>> write) {
        Eventually.holds(() -> {
            late.clock.advance(Duration.ofSeconds(1));
            written.add(write.apply(written.size() + 1));
            return waiting() > 0;
        });
    }

    private void assertReleased() {
        Eventually.holds(() -> {
            here.clock.advance(Duration.ofSeconds(1));
            return waiting() == 0;
        });
        written.forEach(Eventually::get);
    }

    private List<String> numbers() {
        return IntStream.rangeClosed(1, written.size())
                .mapToObj(String::valueOf)
                .toList();
    }

    @Test
    void publishersWaitForAnotherInstanceThatIsLate() {
        client.call("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        write(n -> here.mesh.channels().publish("chat:1", String.valueOf(n)));
        get(here.mesh.channels().publish("chat:2", "nobody is late with this one"));
        awaitMessages(client, numbers());
        assertReleased();
    }

    @Test
    void writersOfARecordWaitForAnotherInstanceThatIsLate() {
        client.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}");
        write(n -> here.mesh.records().write("note:1", n, MergeStrategy.REPLACE));
        get(here.mesh.records().write("note:2", 1, MergeStrategy.REPLACE));
        client.await(frame -> Json.text(frame).contains("\"version\":" + written.size()));
        assertReleased();
    }

    @Test
    void sendersToARoomWaitForAnotherInstanceThatIsLate() {
        client.call("mesh/join-room", "{\"roomName\":\"room\"}");
        write(n -> here.mesh.broadcastRoom("room", "said", n));
        get(here.mesh.broadcastRoom("another room", "said", 1));
        Eventually.holds(() -> client.events("said").size() == written.size());
        assertReleased();
    }

    @Test
    void nobodyWaitsForAnInstanceThatIsGone() {
        client.call("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        write(n -> here.mesh.channels().publish("chat:1", String.valueOf(n)));
        late.leave();
        assertReleased();
    }

    @Test
    void nobodyWaitsWhenTheOwnInstanceStops() {
        client.call("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        write(n -> here.mesh.channels().publish("chat:1", String.valueOf(n)));
        get(here.mesh.stop());
        // Some may not have reached the store.
        Eventually.holds(() ->
                written.stream().allMatch(stage -> stage.toCompletableFuture().isDone()));
    }
}
