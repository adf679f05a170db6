package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Eventually;
import io.meshws.testing.Setback.Way;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redis goes back to an earlier state: messages of channels that it acknowledges afterwards are delivered, once. */
class RedisGoesBackIT extends SetbackSetting {
    /** As often as no machine loses Redis in one test. */
    private static final int TOO_OFTEN = 20;

    private int attempts;

    private static TestClient subscriber(TestInstance instance, String channel) {
        TestClient client = instance.connect();
        subscribe(client, channel, "");
        return client;
    }

    private static JsonObject subscribe(TestClient client, String channel, String more) {
        JsonObject reply = client.call("mesh/subscribe-channel", "{\"channel\":\"" + channel + "\"" + more + "}")
                .asJsonObject();
        assertTrue(reply.getBoolean("success"));
        return reply;
    }

    /**
     * Messages that were acknowledged, sent by the instances in turn. Each attempt has another text, because a failed
     * one may have happened.
     */
    private List<String> published(String channel, String name, int count, TestInstance... publishers) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestInstance publisher = publishers[i % publishers.length];
            texts.add(acknowledged(() -> {
                String text = name + ++attempts;
                return publisher.mesh.channels().publish(channel, text).thenApply(offset -> text);
            }));
        }
        return texts;
    }

    private static List<JsonObject> received(TestClient client) {
        return client.events("mesh/subscription-message").stream()
                .map(JsonValue::asJsonObject)
                .toList();
    }

    private static List<String> texts(TestClient client) {
        return received(client).stream()
                .map(message -> message.getString("message"))
                .toList();
    }

    /**
     * Publishes messages that every client has to get, once.
     *
     * <p>A channel that keeps nothing may lose messages to an instance whose connection to Redis broke. It's known which
     * connections there were: if one of them is another one by now, messages are published again, once all clients hear.
     *
     * @param listening the connections by which all clients hear
     */
    private List<String> delivered(
            String channel, List<TestClient> clients, Set<String> listening, Supplier<List<String>> messages) {
        Set<String> heard = listening;
        for (int i = 0; i < TOO_OFTEN; i++) {
            if (channel.equals("passing") && !redis.listening().equals(heard)) {
                allAvailable();
                heard = redis.listening();
                allHear(clients, channel);
            }
            List<String> published = messages.get();
            if (!channel.equals("passing") || reached(clients, published, heard)) {
                assertReceivedOnce(clients, published);
                return published;
            }
        }
        throw new AssertionError("Redis was lost again and again");
    }

    /** Whether all clients got the messages; if not, a connection to Redis broke. */
    private boolean reached(List<TestClient> clients, List<String> messages, Set<String> listening) {
        BooleanSupplier all =
                () -> clients.stream().allMatch(client -> texts(client).containsAll(messages));
        eventually(() -> all.getAsBoolean() || !redis.listening().equals(listening));
        return all.getAsBoolean();
    }

    private void assertReceivedOnce(List<TestClient> clients, List<String> acknowledged) {
        for (TestClient client : clients) {
            eventually(() -> texts(client).containsAll(acknowledged));
            List<String> all = texts(client);
            assertEquals(new HashSet<>(all).size(), all.size(), () -> "twice: " + all);
            List<String> order = new ArrayList<>(all);
            order.retainAll(acknowledged);
            assertEquals(acknowledged, order);
        }
    }

    /** In each epoch the offsets increase, and no epoch comes back. */
    private static void assertOrdered(TestClient client) {
        List<String> epochs = new ArrayList<>();
        long last = 0;
        for (JsonObject message : received(client)) {
            String epoch = message.getString("epoch");
            long offset = message.getJsonNumber("offset").longValue();
            if (epochs.isEmpty() || !epochs.get(epochs.size() - 1).equals(epoch)) {
                assertFalse(epochs.contains(epoch), () -> "" + received(client));
                epochs.add(epoch);
            } else {
                assertTrue(offset > last, () -> "" + received(client));
            }
            last = offset;
        }
    }

    private static Set<String> epochsOf(TestClient client, List<String> messages) {
        return received(client).stream()
                .filter(message -> messages.contains(message.getString("message")))
                .map(message -> message.getString("epoch"))
                .collect(Collectors.toSet());
    }

    /** Until each hears both of them publish. */
    private void allHear(List<TestClient> clients, String channel) {
        for (TestInstance publisher : List.of(one, two)) {
            eventually(() -> {
                List<String> probe = published(channel, "probe" + System.nanoTime() + "-", 1, publisher);
                return clients.stream().allMatch(client -> texts(client).containsAll(probe));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RESTART,kept",
        "IN_PLACE,kept",
        "FAILOVER,kept",
        "RESTART,passing",
        "IN_PLACE,passing",
        "FAILOVER,passing"
    })
    void messagesAcknowledgedAfterwardsReachEverySubscriberOnce(Way way, String channel) {
        start(way);
        for (int round = 1; round <= (way == Way.FAILOVER ? 1 : 3); round++) {
            String name = "r" + round;
            Set<String> listening = redis.listening();
            List<TestClient> clients = Stream.of(one, one, two, two, two)
                    .map(instance -> subscriber(instance, channel))
                    .toList();
            delivered(channel, clients, listening, () -> published(channel, name + "before", 4, one, two));
            redis.remember();
            // The other instance does not publish these.
            List<String> lost =
                    delivered(channel, clients, listening, () -> published(channel, name + "lost", 20, two));
            redis.goBack();
            List<String> after = delivered(channel, clients, listening, () -> {
                List<String> texts = published(channel, name + "after", 5, one);
                texts.addAll(published(channel, name + "later", 40, one, two));
                allAvailable();
                texts.addAll(published(channel, name + "last", 4, two, one));
                return texts;
            });
            for (TestClient client : clients) {
                assertOrdered(client);
                Set<String> epochs = epochsOf(client, after);
                epochs.retainAll(epochsOf(client, lost));
                assertEquals(Set.of(), epochs, "clients cannot tell");
            }
            clients.forEach(TestClient::vanish);
        }
    }

    @ParameterizedTest
    @CsvSource({"RESTART", "FAILOVER"})
    void aClientThatWasAwayIsNotToldThatItMissedNothing(Way way) {
        start(way);
        TestClient client = subscriber(two, "kept");
        published("kept", "before", 4, two);
        redis.remember();
        List<String> lost = published("kept", "lost", 3, two);
        assertReceivedOnce(List.of(client), lost);
        List<JsonObject> all = received(client);
        JsonObject last = all.get(all.size() - 1);
        client.vanish();
        // Everybody that knew of them is gone.
        two.close();
        redis.goBack();
        Eventually.holds(one.mesh::isClusterAvailable);
        List<String> after = published("kept", "after", 9, one);
        JsonObject reply = subscribe(
                one.connect(),
                "kept",
                ",\"since\":{\"offset\":" + last.get("offset") + ",\"epoch\":" + last.get("epoch")
                        + "},\"historyLimit\":9");
        assertFalse(reply.getBoolean("recovered"));
        assertEquals(after.get(8), reply.getJsonArray("history").getString(0), () -> "" + reply);
    }
}
