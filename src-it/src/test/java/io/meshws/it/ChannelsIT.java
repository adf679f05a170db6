package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ChannelSubscription;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.StreamPosition;
import io.meshws.it.live.LiveData.Publication;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Channels on two instances with one Redis. The test that kills the second instance comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChannelsIT extends InstancesSetting {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int MESSAGES = 1000;
    private static final int LAST = 2;

    private final String channel = "kept:" + UUID.randomUUID();

    @Test
    @Order(1)
    void theHistoryIsNewestFirstAndSinceSaysWhetherNothingIsMissing() {
        MeshClient atOne = connect(one);
        MeshClient atTwo = connect(two);
        for (int i = 1; i <= 60; i++) {
            assertEquals(i, publish(i % 2 == 0 ? atOne : atTwo, String.valueOf(i)));
        }

        JsonObject all = call(atTwo, "mesh/get-channel-history", Map.of("channel", channel));
        assertEquals(texts(60, 11), strings(all));
        assertEquals(60, all.getInt("offset"));
        assertFalse(all.getBoolean("recovered"));
        JsonObject some = call(atOne, "mesh/subscribe-channel", Map.of("channel", channel, "historyLimit", 3));
        assertEquals(texts(60, 58), strings(some));

        String epoch = all.getString("epoch");
        JsonObject since = since(atOne, 55, epoch);
        assertTrue(since.getBoolean("recovered"));
        assertEquals(texts(56, 60), strings(since));
        JsonObject none = since(atTwo, 60, epoch);
        assertTrue(none.getBoolean("recovered"));
        assertEquals(List.of(), strings(none));
        for (JsonObject cannot : List.of(since(atTwo, 5, epoch), since(atTwo, 55, "other"))) {
            assertFalse(cannot.getBoolean("recovered"));
            assertEquals(texts(60, 11), strings(cannot));
        }
    }

    @Test
    @Order(1)
    void aProgramThatStartsAgainGoesOnAtTheOtherInstanceFromThePlaceThatItKept() {
        List<String> heard = new CopyOnWriteArrayList<>();
        MeshClient publisher = connect(one);
        StreamPosition place;
        try (MeshClient before = of(one)) {
            before.connectSync();
            ChannelSubscription news = before.subscribeChannelSync(channel, message -> heard.add(message.text()));
            publish(publisher, "1");
            Eventually.equal("heard", PATIENCE, List.of("1"), () -> heard);
            place = news.position().orElseThrow();
        }
        publish(publisher, "2");
        publish(publisher, "3");
        connect(two).subscribeChannelSync(channel, 0, place, message -> heard.add(message.text()));
        publish(publisher, "4");
        Eventually.equal("heard", PATIENCE, texts(1, 4), () -> heard);
    }

    @Test
    @Order(1)
    void aGuardedChannelRefusesAnonymousClients() {
        MeshClient client = connect(one);
        JsonObject refusal =
                Json.object().add("success", false).add("history", Json.array()).build();
        String guarded = "private:" + UUID.randomUUID();
        for (String name : List.of(guarded, "unexposed:" + guarded)) {
            assertEquals(refusal, call(client, "mesh/subscribe-channel", Map.of("channel", name)));
            assertEquals(refusal, call(client, "mesh/get-channel-history", Map.of("channel", name)));
        }
        call(client, "mesh/set-my-connection-metadata", Map.of("metadata", Map.of("userId", "ada")));

        assertTrue(call(client, "mesh/subscribe-channel", Map.of("channel", guarded))
                .getBoolean("success"));
    }

    @Test
    @Order(1)
    void badInputIsRefused() {
        MeshClient client = connect(one);
        for (String bad : List.of("", "kept:" + "x".repeat(300), "kept:a\u0000b")) {
            assertEquals("ENAME", codeOf(client, Map.of("channel", bad)), bad);
        }
        assertEquals("EPAYLOAD", codeOf(client, Map.of("channel", 5)));
        assertEquals("EPAYLOAD", codeOf(client, Map.of("channel", channel, "historyLimit", -1)));
        assertEquals("EPAYLOAD", codeOf(client, Map.of("channel", channel, "historyLimit", 1.5)));
        assertEquals("EPAYLOAD", codeOf(client, Map.of("channel", channel, "since", true)));
        assertEquals("none", codeOf(client, Map.of("channel", channel, "historyLimit", 1_000_000_000_000_000L)));
        assertEquals("none", codeOf(client, Map.of("channel", channel + "*?[a]")));
    }

    @Test
    @Order(1)
    void clientsPublishWhereTheyMayAndAreNamed() {
        PublishingClients clients = new PublishingClients(connect(one), connect(two));
        clients.assertSubscribersAreToldWhoPublished(channel);
        clients.assertClosedUntilTheGuardAllows("private:" + UUID.randomUUID());
    }

    /** The servers have 512 MB. */
    @Test
    @Order(1)
    void smallRequestsForLongHistoriesFillNeitherMemoryNorClients() {
        MeshClient client = connect(one);
        // A message of 170,000 characters that travels as one of a million.
        String message = "\u0001".repeat(170_000);
        for (int i = 0; i < 26; i++) {
            publish(client, message);
        }
        for (int i = 0; i < 12; i++) {
            DeafClient deaf = new DeafClient(one.uri("/mesh"));
            opened.add(deaf);
            for (int id = 1; id <= 3; id++) {
                deaf.send("{\"id\":" + id + ",\"command\":\"mesh/get-channel-history\",\"payload\":{\"channel\":\""
                        + channel + "\"}}");
            }
        }
        for (int i = 0; i < 5; i++) {
            JsonObject history = call(client, "mesh/get-channel-history", Map.of("channel", channel));
            assertEquals(List.of(message, message, message, message), strings(history));
            assertFalse(history.getBoolean("recovered"));
            assertTrue(since(client, 22, history.getString("epoch")).getBoolean("recovered"));
        }
        assertFalse(one.log().contains("OutOfMemoryError"), one::log);
    }

    @Test
    @Order(1)
    void everySubscriberSeesEachOffsetOnceInOrderEvenIfItComesMeanwhile() {
        List<ChannelListener> listeners = listeners();
        long start = System.nanoTime();
        List<ChannelPublisher> publishers = publishers(MESSAGES / 2);
        Eventually.holds("half of them", LONG, () -> listeners.get(0).size() >= MESSAGES / 2);
        listeners.addAll(listeners());
        publishers.forEach(ChannelPublisher::awaitDone);
        double published = (System.nanoTime() - start) / 1e9;

        for (ChannelListener listener : listeners) {
            Eventually.equal("all arrived", LONG, (long) MESSAGES, listener::last);
        }
        double delivered = (System.nanoTime() - start) / 1e9;
        Map<Long, String> expected = published(publishers);
        assertEquals(MESSAGES, expected.size());
        listeners.forEach(listener -> listener.assertSaw(expected, MESSAGES));
        System.out.printf(
                "channels on %s: %.0f publications/s, %.0f deliveries/s%n",
                ServerKind.current(),
                MESSAGES / published,
                listeners.stream().mapToInt(ChannelListener::size).sum() / delivered);
    }

    @Test
    @Order(LAST)
    void theFlowGoesOnForTheSurvivorsOfAKilledInstance() {
        List<ChannelListener> listeners = listeners();
        List<ChannelPublisher> publishers = publishers(MESSAGES);
        Eventually.holds("half of them", LONG, () -> listeners.get(0).size() >= MESSAGES);
        two.kill();
        publishers.forEach(ChannelPublisher::awaitDone);

        assertEquals(MESSAGES, publishers.get(0).offsets().size());
        long last = call(connect(one), "mesh/get-channel-history", Map.of("channel", channel))
                .getJsonNumber("offset")
                .longValue();
        Map<Long, String> confirmed = published(publishers);
        assertTrue(last <= confirmed.size() + 1, "at most one publication was under way");
        for (int i = 0; i < listeners.size(); i += 2) {
            ChannelListener survivor = listeners.get(i);
            Eventually.equal("all arrived", LONG, last, survivor::last);
            survivor.assertSaw(confirmed, last);
        }
    }

    /** One at each instance, again and again. */
    private List<ChannelListener> listeners() {
        List<ChannelListener> listeners = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            listeners.add(listener(i % 2 == 0 ? one : two));
        }
        return listeners;
    }

    private List<ChannelPublisher> publishers(int messages) {
        List<ChannelPublisher> publishers = List.of(
                new ChannelPublisher(connect(one)::publishChannelSync, channel, "one", messages),
                new ChannelPublisher(byCommand(connect(two)), channel, "two", messages));
        publishers.forEach(ChannelPublisher::start);
        return publishers;
    }

    private static Map<Long, String> published(List<ChannelPublisher> publishers) {
        Map<Long, String> all = new ConcurrentSkipListMap<>();
        publishers.forEach(publisher -> all.putAll(publisher.offsets()));
        return all;
    }

    private ChannelListener listener(ServerProcess server) {
        return new ChannelListener(client(server), channel);
    }

    private long publish(MeshClient client, String text) {
        return byCommand(client).publish(channel, text);
    }

    private static ChannelPublisher.Way byCommand(MeshClient client) {
        return (channel, text) -> client.commandSync("publish", new Publication(channel, text), long.class);
    }

    private static JsonObject call(MeshClient client, String command, Object payload) {
        return client.commandSync(command, payload, JsonValue.class).asJsonObject();
    }

    private static String codeOf(MeshClient client, Map<String, Object> payload) {
        try {
            call(client, "mesh/subscribe-channel", payload);
            return "none";
        } catch (MeshClientException e) {
            return e.code();
        }
    }

    private JsonObject since(MeshClient client, long offset, String epoch) {
        return call(
                client,
                "mesh/get-channel-history",
                Map.of("channel", channel, "since", Map.of("offset", offset, "epoch", epoch)));
    }

    private static List<String> strings(JsonObject reply) {
        return reply.getJsonArray("history").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }

    private static List<String> texts(int from, int to) {
        IntStream numbers = from <= to
                ? IntStream.rangeClosed(from, to)
                : IntStream.rangeClosed(to, from).map(number -> from + to - number);
        return numbers.mapToObj(String::valueOf).toList();
    }
}
