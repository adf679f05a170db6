package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Guard;
import io.meshws.testing.Departures;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises about unsubscribing while a subscription is in progress, for every kind of subscription and engine. */
@ExtendWith(Departures.class)
abstract class UnsubscribingContract {
    private static final JsonValue SUBSCRIBED = JsonValue.TRUE;
    private static final JsonValue REFUSED = JsonValue.FALSE;

    private final String name = "topic-" + UUID.randomUUID();
    /** The requests that the guard hasn't answered yet. */
    private final List<CompletableFuture<Boolean>> asked = new ArrayList<>();

    private TestInstance instance;

    abstract TestInstance newInstance();

    @BeforeEach
    void start() {
        instance = newInstance();
    }

    @AfterEach
    void stop() {
        instance.leave();
    }

    private void exposeSlowly(SubscriptionKind kind) {
        kind.expose(instance, name, Guard.async((connection, topic) -> {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }));
    }

    private JsonValue success(TestClient client, long id) {
        JsonObject reply = client.reply(id).asJsonObject();
        return reply.getOrDefault("success", reply);
    }

    /** Only clients that are subscribed by now are told, once. */
    private void assertOnlySubscribersAreTold(SubscriptionKind kind, List<TestClient> others) {
        TestClient witness = instance.connect();
        int asking = asked.size();
        long id = kind.subscribe(witness, name);
        asked.subList(asking, asked.size()).forEach(answer -> answer.complete(true));
        assertEquals(SUBSCRIBED, success(witness, id));
        others.forEach(other -> assertEquals(0, other.connection().topics().count()));
        List<Integer> before = others.stream().map(kind::told).toList();
        kind.happens(instance, name);
        Eventually.holds(() -> kind.told(witness) == 1);
        assertEquals(before, others.stream().map(kind::told).toList());
    }

    @ParameterizedTest
    @EnumSource
    void unsubscribingRightAfterSubscribingLeavesNoSubscription(SubscriptionKind kind) {
        kind.expose(instance, name, Guard.ANYONE);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestClient client = instance.connect();
            long subscribing = kind.subscribe(client, name);
            long unsubscribing = kind.unsubscribe(client, name);
            assertEquals(JsonValue.TRUE, client.reply(unsubscribing), "client " + i);
            success(client, subscribing);
            clients.add(client);
        }
        assertOnlySubscribersAreTold(kind, clients);
    }

    @ParameterizedTest
    @EnumSource
    void subscribingTwiceInOneBurstSubscribesOnce(SubscriptionKind kind) {
        kind.expose(instance, name, Guard.ANYONE);
        for (int i = 0; i < 20; i++) {
            TestClient client = instance.connect();
            long first = kind.subscribe(client, name);
            long unsubscribing = kind.unsubscribe(client, name);
            long second = kind.subscribe(client, name);
            assertEquals(JsonValue.TRUE, client.reply(unsubscribing));
            success(client, first);
            assertEquals(SUBSCRIBED, success(client, second));
            int told = kind.told(client);
            kind.happens(instance, name);
            Eventually.holds(() -> kind.told(client) > told);
            assertEquals(told + 1, kind.told(client));
            assertEquals(1, client.connection().topics().count());
            assertEquals(JsonValue.TRUE, client.reply(kind.unsubscribe(client, name)));
            assertEquals(JsonValue.FALSE, client.reply(kind.unsubscribe(client, name)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void unsubscribingDoesNotWaitForAGuardAndPrevails(SubscriptionKind kind) {
        exposeSlowly(kind);
        TestClient client = instance.connect();
        long first = kind.subscribe(client, name);
        long second = kind.subscribe(client, name);
        assertEquals(JsonValue.TRUE, client.reply(kind.unsubscribe(client, name)));
        assertEquals(JsonValue.FALSE, client.reply(kind.unsubscribe(client, name)));
        asked.forEach(answer -> answer.complete(true));
        assertEquals(REFUSED, success(client, first));
        assertEquals(REFUSED, success(client, second));
        assertOnlySubscribersAreTold(kind, List.of(client));
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriptionAfterUnsubscribingIsNotEndedByIt(SubscriptionKind kind) {
        exposeSlowly(kind);
        TestClient client = instance.connect();
        long first = kind.subscribe(client, name);
        assertEquals(JsonValue.TRUE, client.reply(kind.unsubscribe(client, name)));
        long second = kind.subscribe(client, name);
        // The second is let in before the first.
        asked.get(1).complete(true);
        assertEquals(SUBSCRIBED, success(client, second));
        asked.get(0).complete(true);
        assertEquals(REFUSED, success(client, first));
        kind.happens(instance, name);
        Eventually.holds(() -> kind.told(client) == 1);
        assertEquals(1, client.connection().topics().count());
    }

    @ParameterizedTest
    @EnumSource
    void oneThatSubscribesAnewIsEndedTogetherWithItsEarlierSubscription(SubscriptionKind kind) {
        exposeSlowly(kind);
        TestClient client = instance.connect();
        long first = kind.subscribe(client, name);
        asked.get(0).complete(true);
        assertEquals(SUBSCRIBED, success(client, first));
        long again = kind.subscribe(client, name);
        assertEquals(JsonValue.TRUE, client.reply(kind.unsubscribe(client, name)));
        asked.get(1).complete(true);
        assertEquals(REFUSED, success(client, again));
        assertOnlySubscribersAreTold(kind, List.of(client));
    }

    @ParameterizedTest
    @EnumSource
    void aClientRefusedAgainKeepsItsSubscriptionAndOneRefusedAtFirstHasNone(SubscriptionKind kind) {
        exposeSlowly(kind);
        TestClient client = instance.connect();
        long refused = kind.subscribe(client, name);
        asked.get(0).complete(false);
        assertEquals(REFUSED, success(client, refused));
        assertEquals(JsonValue.FALSE, client.reply(kind.unsubscribe(client, name)));
        long first = kind.subscribe(client, name);
        asked.get(1).complete(true);
        assertEquals(SUBSCRIBED, success(client, first));
        long again = kind.subscribe(client, name);
        asked.get(2).complete(false);
        assertEquals(REFUSED, success(client, again));
        kind.happens(instance, name);
        Eventually.holds(() -> kind.told(client) == 1);
        assertEquals(JsonValue.TRUE, client.reply(kind.unsubscribe(client, name)));
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsGoneWhenTheGuardAnswersIsNotSubscribed(SubscriptionKind kind) {
        exposeSlowly(kind);
        TestClient client = instance.connect();
        kind.subscribe(client, name);
        client.vanish();
        asked.get(0).complete(true);
        assertOnlySubscribersAreTold(kind, List.of(client));
    }
}
