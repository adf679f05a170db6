package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The promises about channels, on every engine. */
abstract class ChannelsContract extends ChannelsSetting {
    @Test
    void publicationsOfAnyInstanceReachEverySubscriber() {
        TestClient a = here.connect();
        TestClient b = there.connect();
        TestClient stranger = here.connect();
        assertEquals(List.of(), texts(subscribe(a, "chat:1", "").get("history")));
        assertTrue(subscribe(b, "chat:1", "").getBoolean("success"));
        assertTrue(subscribe(stranger, "chat:2", "").getBoolean("success"));
        publish(1, 4);
        List<String> expected = List.of("m1", "m2", "m3", "m4");
        awaitMessages(a, expected);
        awaitMessages(b, expected);
        assertEquals(List.of(), messages(stranger));
        JsonObject frame = a.event("mesh/subscription-message").asJsonObject();
        assertEquals("chat:1", frame.getString("channel"));
        assertEquals(1, frame.getInt("offset"));
        assertFalse(frame.getString("epoch").isEmpty());
    }

    @Test
    void aSubscriberThatTurnsOutToBeGoneWhileItIsToldKeepsNothingFromTheOthers() {
        List<TestClient> clients = List.of(here.connect(), here.connect(), here.connect(), here.connect());
        clients.forEach(client -> subscribe(client, "chat:1", ""));
        clients.get(0).breaks();
        clients.get(2).breaks();
        publish(1, 2);
        awaitMessages(clients.get(1), List.of("m1", "m2"));
        awaitMessages(clients.get(3), List.of("m1", "m2"));
    }

    @Test
    void theMessageIsTheTextThatWasPublished() {
        TestClient a = here.connect();
        subscribe(a, "chat:1", "");
        String text = "{\"q\":\"\\\"☃\\n\"} \u2028 \\";
        get(there.mesh.channels().publish("chat:1", text));
        get(there.mesh.channels().publishJson("chat:1", Map.of("a", 1)));
        awaitMessages(a, List.of(text, "{\"a\":1}"));
        assertEquals(List.of("{\"a\":1}", text), get(here.mesh.channels().history("chat:1", 10)));
    }

    @Test
    void historyIsNewestFirstAndAsLongAsWasAskedAndKept() {
        publish(1, 7);
        TestClient a = here.connect();
        JsonObject reply = subscribe(a, "chat:1", ",\"historyLimit\":3");
        assertEquals(List.of("m7", "m6", "m5"), texts(reply.get("history")));
        assertEquals(7, reply.getInt("offset"));
        assertFalse(reply.getBoolean("recovered"));
        assertEquals(List.of("m7", "m6", "m5", "m4", "m3"), texts(history(a, "").get("history")));
        assertEquals(List.of("m7"), texts(history(a, ",\"limit\":1").get("history")));
        assertEquals(List.of(), texts(history(a, ",\"limit\":0").get("history")));
        assertEquals(5, texts(history(a, ",\"limit\":1e9").get("history")).size());
        get(here.mesh.channels().publish("chat:1", "unkept", 0));
        get(here.mesh.channels().publish("chat:1", "two", 2));
        assertEquals(List.of("two", "m7"), get(there.mesh.channels().history("chat:1", 1_000_000)));
        awaitMessages(a, List.of("unkept", "two"));
    }

    @Test
    void oneAnswerHasAThousandMessagesAndNoMore() {
        CompletionStage<Long> last = null;
        for (int i = 1; i <= 1001; i++) {
            last = here.mesh.channels().publish("chat:1", "m" + i, 1000);
        }
        assertEquals(1001, get(last));
        TestClient a = there.connect();
        for (String limit : List.of("", ",\"limit\":1000", ",\"limit\":1001")) {
            List<String> messages = texts(history(a, limit).get("history"));
            assertEquals(List.of(1000, "m1001", "m2"), List.of(messages.size(), messages.get(0), messages.get(999)));
        }
        assertEquals(999, texts(history(a, ",\"limit\":999").get("history")).size());
        assertTrue(history(a, ",\"limit\":0,\"since\":1").getBoolean("recovered"));
        assertFalse(history(a, ",\"limit\":0,\"since\":0").getBoolean("recovered"));
        assertEquals(1000, get(there.mesh.channels().history("chat:1", 1001)).size());
    }

    @Test
    void sinceGivesTheMissedMessagesInOrderOrSaysThatItCannot() {
        TestClient a = here.connect();
        String epoch;
        publish(1, 3);
        epoch = subscribe(a, "chat:1", "").getString("epoch");
        publish(4, 7);
        TestClient again = there.connect();
        String place = ",\"historyLimit\":2,\"since\":{\"offset\":%d,\"epoch\":\"%s\"}";
        JsonObject reply = subscribe(again, "chat:1", place.formatted(3, epoch));
        assertTrue(reply.getBoolean("recovered"));
        assertEquals(List.of("m4", "m5", "m6", "m7"), texts(reply.get("history")));
        assertEquals(epoch, reply.getString("epoch"));

        for (String cannot : List.of(
                place.formatted(1, epoch),
                place.formatted(9, epoch),
                place.formatted(3, "another"),
                place.formatted(3, "*"),
                ",\"historyLimit\":2,\"since\":1700000000000",
                ",\"historyLimit\":2,\"since\":-1",
                ",\"historyLimit\":2,\"since\":\"1700000000000-0\"",
                ",\"historyLimit\":2,\"since\":\"2026-11-21T00:00:00Z\"")) {
            JsonObject partly = subscribe(here.connect(), "chat:1", cannot);
            assertFalse(partly.getBoolean("recovered"), cannot);
            assertEquals(List.of("m7", "m6"), texts(partly.get("history")), cannot);
        }
        for (String any : List.of(",\"since\":5", ",\"since\":\"5\"", place.formatted(5, epoch))) {
            assertEquals(List.of("m6", "m7"), texts(history(a, any).get("history")), any);
        }
    }

    @Test
    void unsubscribingEndsIt() {
        TestClient a = here.connect();
        TestClient b = here.connect();
        subscribe(a, "chat:1", "");
        subscribe(b, "chat:1", "");
        assertEquals(JsonValue.TRUE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"chat:1\"}"));
        assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"chat:1\"}"));
        publish(1, 1);
        awaitMessages(b, List.of("m1"));
        assertEquals(List.of(), messages(a));
        b.vanish();
        publish(2, 2);
        assertEquals(
                List.of("m2", "m1"),
                texts(subscribe(a, "chat:1", ",\"historyLimit\":2").get("history")));
        publish(3, 3);
        awaitMessages(a, List.of("m3"));
        assertEquals(List.of("m1"), messages(b));
    }

    @Test
    void subscribingTwiceDoublesNothing() {
        TestClient a = here.connect();
        long first = a.request("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        long second = a.request("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        assertTrue(a.reply(first).asJsonObject().getBoolean("success"));
        assertTrue(a.reply(second).asJsonObject().getBoolean("success"));
        publish(1, 2);
        awaitMessages(a, List.of("m1", "m2"));
        assertEquals(
                List.of("m2"),
                texts(subscribe(a, "chat:1", ",\"historyLimit\":1").get("history")));
    }

    @Test
    void subscribingAmongPublicationsMissesNothingAndDoublesNothing() {
        int count = 2500;
        int clients = 40;
        CompletableFuture<Void> publishing = CompletableFuture.allOf(publishing(here, count), publishing(there, count));
        List<Long> starts = new ArrayList<>();
        List<TestClient> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            TestClient client = (i % 2 == 0 ? here : there).connect();
            JsonObject reply = subscribe(client, "chat:busy", ",\"historyLimit\":5");
            assertTrue(reply.containsKey("offset"), reply::toString);
            long start = reply.getInt("offset");
            all.add(client);
            starts.add(start);
            // The last five, newest first, up to the channel's position in the reply.
            assertEquals(Math.min(5, start), texts(reply.get("history")).size());
            // Makes the instance leave the channel and join it again in between.
            if (i % 10 == 1) {
                TestClient passer = (i % 4 == 1 ? here : there).connect();
                subscribe(passer, "chat:busy", "");
                passer.vanish();
            }
        }
        Eventually.get(publishing);
        for (int i = 0; i < clients; i++) {
            TestClient client = all.get(i);
            long expected = 2L * count - starts.get(i);
            Eventually.holds(() -> client.events("mesh/subscription-message").size() >= expected);
            assertEquals(
                    LongStream.rangeClosed(starts.get(i) + 1, 2L * count)
                            .boxed()
                            .toList(),
                    client.received().stream()
                            .dropWhile(frame -> !frame.containsKey("id"))
                            .filter(frame -> !frame.containsKey("id"))
                            .map(frame -> frame.getJsonObject("payload")
                                    .getJsonNumber("offset")
                                    .longValue())
                            .toList());
        }
    }

    private static CompletableFuture<Void> publishing(TestInstance instance, int count) {
        return CompletableFuture.runAsync(() -> {
            List<CompletionStage<Long>> waiting = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                waiting.add(instance.mesh.channels().publish("chat:busy", "m" + i));
                if (waiting.size() == 20) {
                    waiting.forEach(stage -> get(stage));
                    waiting.clear();
                }
            }
            waiting.forEach(stage -> get(stage));
        });
    }
}
