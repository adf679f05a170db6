package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.InvalidNameException;
import io.meshws.MeshProperty;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of channels, whatever the engine; {@code here} and {@code there} as in {@link MeshSetting}. */
abstract class ChannelsContract {
    private static final JsonValue REFUSED = Json.readTrusted("{\"success\":false,\"history\":[]}");

    protected TestInstance here;
    protected TestInstance there;

    abstract TestInstance newInstance();

    abstract boolean hasSeveral();

    @BeforeEach
    void start() {
        here = newInstance();
        there = hasSeveral() ? newInstance() : here;
        List.of(here, there)
                .forEach(instance -> instance.mesh.channels().expose(Pattern.compile("chat:.*"), Guard.ANYONE, 5));
    }

    @AfterEach
    void stop() {
        List.of(here.mesh.stop(), there.mesh.stop()).forEach(Eventually::get);
    }

    static JsonObject subscribe(TestClient client, String channel, String more) {
        return client.call("mesh/subscribe-channel", "{\"channel\":" + Json.quote(channel) + more + "}")
                .asJsonObject();
    }

    static List<String> texts(JsonValue array) {
        return ((JsonArray) array).getValuesAs(JsonString::getString);
    }

    static List<String> messages(TestClient client) {
        return client.events("mesh/subscription-message").stream()
                .map(payload -> payload.asJsonObject().getString("message"))
                .toList();
    }

    private static void awaitMessages(TestClient client, List<String> expected) {
        Eventually.holds(() -> messages(client).size() >= expected.size());
        assertEquals(expected, messages(client));
    }

    private static JsonObject history(TestClient client, String more) {
        return client.call("mesh/get-channel-history", "{\"channel\":\"chat:1\"" + more + "}")
                .asJsonObject();
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            assertEquals(i, get((i % 2 == 0 ? here : there).mesh.channels().publish("chat:1", "m" + i)));
        }
    }

    @Test
    void whatAnyInstancePublishesReachesEverySubscriber() {
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
    void sinceGivesWhatWasMissedInOrderOrSaysThatItCannot() {
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
    void whatIsNotExposedIsRefusedInTheSameWordsAsWhatIsGuarded() {
        here.mesh.channels().expose("guarded", (connection, name) -> false);
        here.mesh.channels().expose("broken", (connection, name) -> {
            throw new IllegalStateException("on purpose");
        });
        here.mesh
                .channels()
                .expose("late", (connection, name) -> CompletableFuture.completedFuture(connection.isOpen()));
        TestClient a = here.connect();
        for (String name : List.of("nothing", "guarded", "broken")) {
            assertEquals(REFUSED, subscribe(a, name, ",\"historyLimit\":5"));
            assertEquals(REFUSED, a.call("mesh/get-channel-history", "{\"channel\":\"" + name + "\"}"));
            assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"" + name + "\"}"));
            get(here.mesh.channels().publish(name, "secret"));
        }
        assertTrue(subscribe(a, "late", "").getBoolean("success"));
        get(here.mesh.channels().publish("late", "end"));
        awaitMessages(a, List.of("end"));
        here.mesh.channels().expose("guarded");
        assertTrue(subscribe(a, "guarded", "").getBoolean("success"));
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
    void whoUnsubscribesWhileTheGuardThinksIsNotSubscribed() {
        CompletableFuture<Boolean> thinking = new CompletableFuture<>();
        here.mesh.channels().expose("slow", (connection, name) -> thinking);
        TestClient a = here.connect();
        long request = a.request("mesh/subscribe-channel", "{\"channel\":\"slow\"}");
        assertEquals(JsonValue.TRUE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"slow\"}"));
        thinking.complete(true);
        assertEquals(REFUSED, a.reply(request));
        get(there.mesh.channels().publish("slow", "x"));
        subscribe(a, "chat:1", "");
        publish(1, 1);
        awaitMessages(a, List.of("m1"));
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
    void aSubscriptionWhoseReplyIsAnErrorIsNone() {
        AtomicBoolean fail = new AtomicBoolean(true);
        here.mesh.commands().use((context, chain) -> chain.proceed().thenApply(result -> {
            if (fail.get()) {
                throw new CommandException("afterwards");
            }
            return result;
        }));
        TestClient a = here.connect();
        assertEquals("afterwards", subscribe(a, "chat:1", "").getString("error"));
        fail.set(false);
        assertEquals(JsonValue.FALSE, a.call("mesh/unsubscribe-channel", "{\"channel\":\"chat:1\"}"));
        publish(1, 1);
        subscribe(a, "chat:1", "");
        publish(2, 2);
        awaitMessages(a, List.of("m2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"channel\":1}",
                "{\"channel\":\"chat:1\",\"historyLimit\":-1}",
                "{\"channel\":\"chat:1\",\"historyLimit\":1.5}",
                "{\"channel\":\"chat:1\",\"historyLimit\":\"3\"}",
                "{\"channel\":\"chat:1\",\"since\":[]}",
                "{\"channel\":\"chat:1\",\"since\":true}",
                "{\"channel\":\"chat:1\",\"since\":{\"offset\":1}}"
            })
    void payloadsOfAnotherFormAreRefused(String payload) {
        TestClient a = here.connect();
        JsonObject error = a.call("mesh/subscribe-channel", payload).asJsonObject();
        assertEquals("EPAYLOAD", error.getString("code"));
        assertTrue(subscribe(a, "chat:1", "").getBoolean("success"));
    }

    @Test
    void nullCountsAsAbsent() {
        publish(1, 2);
        TestClient a = here.connect();
        JsonObject reply = subscribe(a, "chat:1", ",\"historyLimit\":null,\"since\":null");
        assertTrue(reply.getBoolean("success"));
        assertEquals(List.of(), texts(reply.get("history")));
        assertEquals(
                List.of("m2", "m1"),
                texts(history(a, ",\"limit\":null,\"since\":null").get("history")));
    }

    @Test
    void namesAndSizesAreChecked() {
        TestClient a = here.connect();
        for (String bad : List.of("", "a\u0000b", "line\nbreak", "x".repeat(257))) {
            assertThrows(InvalidNameException.class, () -> here.mesh.channels().publish(bad, "m"));
            assertThrows(InvalidNameException.class, () -> here.mesh.channels().expose(bad));
            assertEquals("ENAME", subscribe(a, bad, "").getString("code"));
        }
        for (String fine : List.of("chat:*", "chat:{}", "chat:[a-z]?")) {
            assertTrue(subscribe(a, fine, "").getBoolean("success"));
            get(there.mesh.channels().publish(fine, fine));
        }
        awaitMessages(a, List.of("chat:*", "chat:{}", "chat:[a-z]?"));
        String large = "x".repeat(here.mesh.config().get(MeshProperty.MAX_FRAME_SIZE) + 1);
        assertEquals(
                "ETOOLARGE",
                assertThrows(CommandException.class, () -> here.mesh.channels().publish("chat:1", large))
                        .code());
        assertThrows(IllegalArgumentException.class, () -> here.mesh.channels().publish("chat:1", "m", -1));
        assertThrows(IllegalArgumentException.class, () -> here.mesh.channels().publish("chat:1", "m", 1001));
        assertThrows(IllegalArgumentException.class, () -> here.mesh.channels().history("chat:1", -1));
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
            // The last five, newest first, up to where the reply says that the channel stood.
            assertEquals(Math.min(5, start), texts(reply.get("history")).size());
            // So that the instance leaves the channel and joins it again meanwhile.
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
