package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.KeepOptions;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about saving messages of channels, on every engine. */
abstract class ChannelKeepingContract extends ChannelKeepingSetting {
    @Test
    void publishedMessagesAreSavedTogetherAtTheNextTick() {
        publish(1, 3);
        get(here.mesh.channels().publish("chat:2", "other"));
        get(here.mesh.channels().publish("news", "not kept"));
        assertTrue(keeper.rows.isEmpty());
        savedUpTo(4);
        assertEquals(
                List.of("1 {\"message\":\"m1\"}", "2 {\"message\":\"m2\"}", "3 {\"message\":\"m3\"}"),
                keeper.of(CHANNEL));
        assertEquals(List.of("1 {\"message\":\"other\"}"), keeper.of("chat:2"));
        assertEquals(List.of(4), keeper.batches);
        TestInstance.eventually(() -> unsavedChannels(here) == 0, here);
        publish(4, 4);
        savedUpTo(5);
    }

    @Test
    void anyInstanceSavesMessagesThatAnotherOnePublished() {
        get(here.mesh.channels().publish(CHANNEL, "m1"));
        TestInstance.eventually(() -> keeper.rows.size() == 1, there);
    }

    @Test
    void messagesPublishedWhileOthersAreSavedAreSavedToo() {
        publish(1, 1);
        keeper.beforeSave = () -> {
            keeper.beforeSave = () -> {};
            get(say("m2"));
        };
        savedUpTo(2);
    }

    @Test
    void aMessageWithoutHistoryIsNotKept() {
        get(here.mesh.channels().publish(CHANNEL, "typing", 0));
        assertEquals(2, get(say("m2")));
        savedUpTo(1);
        assertEquals(List.of("2 {\"message\":\"m2\"}"), keeper.of(CHANNEL));
    }

    @Test
    void oneThatIsRefusedDoesNotHoldUpTheOthers() {
        keeper.refused = "bad";
        try (CapturedLog log = new CapturedLog()) {
            get(say("m1"));
            get(say("bad"));
            get(say("m3"));
            savedUpTo(2);
            Eventually.holds(() -> log.withId("MESH-0611").size() == 1);
            assertTrue(log.withId("MESH-0611").get(0).contains("message 2 of the channel \"chat:1\""));
        }
        assertTrue(new Gauges(here.mesh).getFailedSaves() > 0);
        get(say("m4"));
        savedUpTo(3);
        assertEquals(List.of("m4", "m3", "bad", "m1"), last(10));
        keeper.refused = null;
        here.clock.advance(Duration.ofMinutes(1));
        savedUpTo(4);
    }

    @Test
    void withoutTheDatabaseTheStoreGoesOnUpToTheBound() {
        publish(1, 7);
        savedUpTo(7);
        keep(KeepOptions.WRITE_BEHIND.maxUnsaved(4));
        keeper.away = true;
        publish(8, 11);
        TestInstance.eventually(() -> new Gauges(here.mesh).getFailedSaves() > 0, here);
        Throwable failure = failure(say("m12"));
        assertInstanceOf(ClusterUnavailableException.class, failure);
        assertEquals("Too many messages of the channel wait to be saved; nothing was published", failure.getMessage());
        assertEquals(12, get(here.mesh.channels().publish(CHANNEL, "typing", 0)));
        assertEquals(numbered(11, 7), last(5));
        assertInstanceOf(
                ClusterUnavailableException.class, failure(there.mesh.channels().history(CHANNEL, 10)));
        TestClient client = there.connect();
        assertEquals("EUNAVAILABLE", history(client, ",\"limit\":10").getString("code"));
        // Another channel, which the store doesn't have.
        assertInstanceOf(
                ClusterUnavailableException.class, failure(here.mesh.channels().publish("chat:2", "m1")));
        keeper.away = false;
        List.of(here, there).forEach(instance -> instance.clock.advance(Duration.ofMinutes(1)));
        savedUpTo(11);
        assertEquals(13, get(say("m13")));
        assertEquals("m13", last(1).get(0));
        assertEquals(numbered(11, 1), last(100).subList(1, 12));
    }

    @Test
    void aWriteThroughIsSavedOnceItIsDone() {
        keep(KeepOptions.WRITE_THROUGH);
        get(say("m1"));
        assertEquals(List.of("1 {\"message\":\"m1\"}"), keeper.of(CHANNEL));
        keeper.away = true;
        Throwable failure = failure(say("m2"));
        assertInstanceOf(ClusterUnavailableException.class, failure);
        assertEquals("The message was published, but is not saved yet; that is tried again", failure.getMessage());
        assertEquals(List.of("m2", "m1"), last(2));
        keeper.away = false;
        here.clock.advance(Duration.ofMinutes(1));
        assertEquals(3, get(say("m3")));
        assertEquals(3, keeper.rows.size());
    }

    @Test
    void aLongBacklogIsSavedInBatches() {
        for (int i = 1; i <= 95; i++) {
            get(say("m" + i));
        }
        savedUpTo(95);
        assertEquals(
                IntStream.rangeClosed(1, 95)
                        .mapToObj(i -> i + " {\"message\":\"m" + i + "\"}")
                        .toList(),
                keeper.of(CHANNEL));
        assertTrue(keeper.batches.stream().allMatch(size -> size <= 10), keeper.batches.toString());
        assertEquals(numbered(95, 1), last(100));
    }

    @Test
    void waitingMessagesAreSavedAtTheEnd() {
        publish(1, 2);
        get(here.mesh.stop());
        get(there.mesh.stop());
        assertEquals(2, keeper.rows.size());
    }
}
