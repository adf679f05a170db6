package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RecordSelection;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limit on the subscriptions of one connection: four here. */
class SubscriptionLimitTest {
    private final TestInstance instance = new TestInstance(
            Clusters.memory(),
            MeshConfig.builder().set(MeshProperty.MAX_SUBSCRIPTIONS, 4).build());
    private final TestClient client = instance.connect();

    @BeforeEach
    void expose() {
        Pattern open = Pattern.compile("open.*");
        instance.mesh.channels().expose(open);
        instance.mesh.records().expose(open);
        instance.mesh.presence().track(open);
        instance.mesh.records().exposeCollection(open, (caller, collection) -> RecordSelection.ids());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private static JsonObject subscribe(SubscriptionKind kind, TestClient client, String name) {
        return client.reply(kind.subscribe(client, name)).asJsonObject();
    }

    private static void unsubscribe(SubscriptionKind kind, TestClient client, String name) {
        assertEquals(JsonValue.TRUE, client.reply(kind.unsubscribe(client, name)));
    }

    private static String outcome(JsonObject reply) {
        return reply.containsKey("code")
                ? reply.getString("code") + " " + reply.getString("name")
                : reply.get("success").toString();
    }

    @Test
    void channelsRecordsPresenceAndCollectionsCountTogether() {
        for (SubscriptionKind kind : SubscriptionKind.values()) {
            assertEquals("true", outcome(subscribe(kind, client, "open")));
        }
        for (SubscriptionKind kind : SubscriptionKind.values()) {
            assertEquals("ESUBSCRIPTIONS LimitError", outcome(subscribe(kind, client, "open more")), kind::name);
            assertEquals("true", outcome(subscribe(kind, client, "open")), "again, " + kind);
            assertEquals("true", outcome(subscribe(kind, instance.connect(), "open more")), "another client, " + kind);
        }
        assertEquals(4, client.connection().topics().count());
        for (SubscriptionKind gone : SubscriptionKind.values()) {
            unsubscribe(gone, client, "open");
            for (SubscriptionKind kind : SubscriptionKind.values()) {
                assertEquals("true", outcome(subscribe(kind, client, "open more")), kind + " instead of " + gone);
                unsubscribe(kind, client, "open more");
            }
            assertEquals("true", outcome(subscribe(gone, client, "open")));
        }
        get(instance.mesh.records().write("open", 1));
        get(instance.mesh.channels().publish("open", "m"));
        assertEquals(1, client.events("mesh/record-update").size());
        assertEquals(1, client.events("mesh/subscription-message").size());
        client.vanish();
        assertEquals(0, client.connection().topics().count());
    }

    @Test
    void refusedAndFailedSubscriptionsDoNotCount() {
        AtomicBoolean fail = new AtomicBoolean(true);
        instance.mesh
                .registry()
                .use(
                        (context, chain) -> chain.proceed().thenApply(result -> {
                            if (fail.get()) {
                                throw new CommandException("afterwards");
                            }
                            return result;
                        }),
                        List.of());
        for (SubscriptionKind kind : SubscriptionKind.values()) {
            assertEquals("afterwards", subscribe(kind, client, "open").getString("error"));
            assertEquals(0, client.connection().topics().count(), kind::name);
        }
        fail.set(false);
        for (SubscriptionKind kind : SubscriptionKind.values()) {
            assertEquals("false", outcome(subscribe(kind, client, "closed")));
            assertEquals(0, client.connection().topics().count(), kind::name);
        }
    }
}
