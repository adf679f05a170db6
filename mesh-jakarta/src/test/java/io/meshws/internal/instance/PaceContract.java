package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.Guard;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writers wait for the instance that delivers their messages to many clients, on every engine. */
abstract class PaceContract extends ChannelsSetting {
    /** Two messages for so many are not under way at once. */
    private static final int CLIENTS = 600;

    private final CountDownLatch goesOn = new CountDownLatch(1);

    /** Ends the remains of a failed test. */
    @AfterEach
    void goOn() {
        goesOn.countDown();
    }

    private List<TestClient> subscribed(String command, String payload) {
        List<TestClient> clients = Stream.generate(here::connect).limit(CLIENTS).toList();
        clients.forEach(client -> client.call(command, payload));
        return clients;
    }

    /** On a thread of its own, because the one that writes may be the one that delivers. */
    private static CompletableFuture<Long> writing(Supplier<CompletionStage<Long>> write) {
        return CompletableFuture.supplyAsync(write).thenCompose(stage -> stage);
    }

    private CompletableFuture<Long> publishing(String message) {
        return writing(() -> here.mesh.channels().publish("chat:1", message));
    }

    private CompletableFuture<Long> writing(int value) {
        return writing(() -> here.mesh.records().write("note:1", value, MergeStrategy.REPLACE));
    }

    @Test
    void aPublisherWaitsWhileManySubscribersAreBeingTold() {
        List<TestClient> clients = subscribed("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        get(publishing("m1"));
        clients.forEach(client -> Eventually.holds(() -> messages(client).size() == 1));
        clients.get(0).holdUpSends(goesOn);

        CompletableFuture<Long> second = publishing("m2");
        Eventually.holds(() -> clients.get(0).isHoldingUp());
        CompletableFuture<Long> third = publishing("m3");
        if (hasSeveral()) {
            Eventually.holds(
                    () -> get(there.mesh.channels().history("chat:1", 1)).equals(List.of("m3")));
        }
        assertFalse(third.isDone());
        goesOn.countDown();

        assertEquals(2, get(second));
        assertEquals(3, get(third));
        clients.forEach(client -> awaitMessages(client, List.of("m1", "m2", "m3")));
    }

    @Test
    void aWriterOfARecordWaitsWhileManySubscribersAreBeingTold() {
        here.mesh.records().expose(Pattern.compile("note:.*"), Guard.ANYONE);
        List<TestClient> clients = subscribed("mesh/subscribe-record", "{\"recordId\":\"note:1\"}");
        get(writing(1));
        clients.forEach(client ->
                Eventually.holds(() -> client.events("mesh/record-update").size() == 1));
        clients.get(0).holdUpSends(goesOn);

        CompletableFuture<Long> second = writing(2);
        Eventually.holds(() -> clients.get(0).isHoldingUp());
        CompletableFuture<Long> third = writing(3);
        if (hasSeveral()) {
            Eventually.holds(() -> get(there.mesh.records().get("note:1")).version() == 3);
        }
        assertFalse(third.isDone());
        goesOn.countDown();

        assertEquals(2, get(second));
        assertEquals(3, get(third));
        clients.forEach(client ->
                Eventually.holds(() -> client.events("mesh/record-update").size() == 3));
    }
}
