package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ChannelHistory;
import io.meshws.ChannelPosition;
import io.meshws.ClusterUnavailableException;
import io.meshws.Guard;
import io.meshws.PublisherId;
import io.meshws.spi.KeptMessage;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about histories that a keeper has, on every engine. */
abstract class KeptHistoryContract extends ChannelKeepingSetting {
    @Test
    void withoutAnExposureEveryMessageIsKeptToo() {
        List.of(here, there).forEach(instance -> instance.mesh.channels().unexpose(CHATS));
        for (int i = 1; i <= 3; i++) {
            get(say("m" + i));
        }
        assertEquals(numbered(3, 1), last(10));
        savedUpTo(3);
        assertEquals(numbered(3, 1), last(10));
    }

    @Test
    void aHistoryGoesOnBeyondTheStoreSavedOrNot() {
        publish(1, 12);
        assertEquals(numbered(12, 1), last(1000));
        savedUpTo(12);
        publish(13, 20);
        assertEquals(numbered(20, 3), last(18));
        TestClient client = there.connect();
        assertEquals(
                numbered(20, 14),
                texts(subscribe(client, CHANNEL, ",\"historyLimit\":7").get("history")));
        publish(21, 21);
        awaitMessages(client, List.of("m21"));
    }

    @Test
    void theKeeperIsAskedOnlyForMessagesThatTheStoreDoesNotHave() {
        publish(1, 12);
        savedUpTo(12);
        keeper.loads.clear();
        assertEquals(numbered(12, 8), last(5));
        assertTrue(since(new ChannelPosition(position().epoch(), 8)).recovered());
        keeper.loads.clear();
        assertTrue(since(new ChannelPosition(position().epoch(), 9)).recovered());
        assertEquals(numbered(12, 8), last(5));
        assertEquals(
                List.of(),
                keeper.loads.stream().filter(load -> !load.endsWith(" 7")).toList());
        assertEquals(numbered(12, 7), last(6));
        assertTrue(keeper.loads.contains(CHANNEL + " 1"), keeper.loads.toString());
    }

    @Test
    void messagesAfterAPositionAreReadFromTheKeeperIfTheyAreAllThere() {
        publish(1, 1);
        String epoch = position().epoch();
        publish(2, 12);
        ChannelHistory unsaved = since(new ChannelPosition(epoch, 2));
        assertTrue(unsaved.recovered());
        assertEquals(IntStream.rangeClosed(3, 12).mapToObj(i -> "m" + i).toList(), texts(unsaved));
        savedUpTo(12);
        assertEquals(unsaved, since(new ChannelPosition(epoch, 2)));
        keeper.rows.values().removeIf(row -> row.offset() == 6);
        ChannelHistory holed = since(new ChannelPosition(epoch, 2));
        assertFalse(holed.recovered());
        assertEquals(numbered(12, 10), texts(holed));
        assertTrue(since(new ChannelPosition(epoch, 6)).recovered());
    }

    @Test
    void olderPagesFollowOneAnotherToTheFirstMessage() {
        publish(1, 8);
        savedUpTo(8);
        publish(9, 25);
        List<String> all = new ArrayList<>();
        long before = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            ChannelHistory page = get(there.mesh.channels().history(CHANNEL, 4, before));
            all.addAll(texts(page));
            before = page.messages().isEmpty()
                    ? 0
                    : page.messages().get(page.messages().size() - 1).offset();
        }
        assertEquals(numbered(25, 1), all);
    }

    @Test
    void aClientReadsOlderPagesByTheirOffsets() {
        publish(1, 8);
        savedUpTo(8);
        publish(9, 12);
        TestClient client = there.connect();
        JsonObject first = history(client, ",\"limit\":3,\"before\":999999999999999");
        assertEquals(numbered(12, 10), texts(first.get("history")));
        assertEquals("[12,11,10]", first.get("offsets").toString());
        assertEquals(12, first.getInt("offset"));
        JsonObject second = history(client, ",\"limit\":100,\"before\":10");
        assertEquals(numbered(9, 1), texts(second.get("history")));
        JsonObject none = history(client, ",\"before\":1");
        assertEquals(
                "[[],[],false]",
                "[" + none.get("history") + "," + none.get("offsets") + "," + none.get("recovered") + "]");
        for (String wrong : List.of("-1", "1.5", "\"1\"", "{}", "1,\"since\":1")) {
            assertEquals("EPAYLOAD", history(client, ",\"before\":" + wrong).getString("code"), wrong);
        }
        assertEquals(
                numbered(12, 12),
                texts(history(client, ",\"limit\":1,\"before\":null").get("history")));
    }

    @Test
    void publishersAreKept() {
        there.mesh.channels().exposePublish(CHATS, Guard.ANYONE, PublisherId.SHOWN);
        TestClient client = there.connect();
        client.call("mesh/publish-channel", "{\"channel\":\"chat:1\",\"message\":\"mine\"}");
        publish(2, 9);
        savedUpTo(9);
        JsonObject reply = history(client, "");
        assertEquals("mine", reply.getJsonArray("history").getString(8));
        assertEquals(client.connection().id(), reply.getJsonArray("publishers").getString(8));
    }

    @Test
    void theyOutliveTheStoreAndGoOnInAnotherEpoch() {
        publish(1, 7);
        savedUpTo(7);
        ChannelPosition before = position();
        restartEverything();
        TestClient client = there.connect();
        JsonObject reply = subscribe(
                client, CHANNEL, ",\"historyLimit\":3,\"since\":{\"offset\":5,\"epoch\":\"" + before.epoch() + "\"}");
        // Nobody knows whether the old store had more.
        assertFalse(reply.getBoolean("recovered"));
        assertEquals(numbered(7, 5), texts(reply.get("history")));
        assertEquals(7, reply.getInt("offset"));
        assertNotEquals(before.epoch(), reply.getString("epoch"));
        assertEquals(8, get(say("m8")));
        awaitMessages(client, List.of("m8"));
        ChannelHistory after = since(new ChannelPosition(reply.getString("epoch"), 7));
        assertTrue(after.recovered());
        assertEquals(List.of("m8"), texts(after));
        assertEquals(numbered(8, 1), last(100));
        savedUpTo(8);
    }

    @Test
    void theFirstPublicationGoesOnAboveTheKeeper() {
        publish(1, 7);
        savedUpTo(7);
        restartEverything();
        keeper.loads.clear();
        List<CompletionStage<Long>> all =
                IntStream.range(8, 40).mapToObj(i -> say("m" + i)).toList();
        for (int i = 8; i < 40; i++) {
            assertEquals(i, get(all.get(i - 8)));
        }
        assertEquals(List.of(CHANNEL + " 1"), keeper.loads);
        assertEquals(numbered(39, 1), last(100));
    }

    @Test
    void evenOneThatIsNotKeptGoesOnAboveTheKeeper() {
        publish(1, 3);
        savedUpTo(3);
        restartEverything();
        assertEquals(4, get(here.mesh.channels().publish(CHANNEL, "typing", 0)));
        assertEquals(5, get(say("m5")));
    }

    @Test
    void aRowByHandIsReadAndOneThatIsNoMessageIsToldApart() {
        keeper.save(List.of(new KeptMessage(CHANNEL, "by-hand", 3, 1, "{ \"message\" : \"hello\" }")));
        assertEquals(List.of("hello"), last(5));
        assertEquals(4, get(say("m4")));
        keeper.save(List.of(new KeptMessage(CHANNEL, "by-hand", 2, 1, "hello")));
        try (CapturedLog log = new CapturedLog()) {
            assertInstanceOf(
                    ClusterUnavailableException.class,
                    failure(there.mesh.channels().history(CHANNEL, 5)));
            assertFalse(log.withId("MESH-0610").isEmpty());
        }
    }
}
