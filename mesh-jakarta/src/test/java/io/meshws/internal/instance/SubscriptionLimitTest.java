package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bound on the subscriptions of one connection: three here. */
class SubscriptionLimitTest {
    /** What a client subscribes to, and the member that names it. */
    private enum Kind {
        CHANNEL("channel"),
        RECORD("recordId"),
        PRESENCE("roomName");

        private final String member;

        Kind(String member) {
            this.member = member;
        }

        private JsonObject subscribe(TestClient client, String name) {
            return client.call("mesh/subscribe-" + name().toLowerCase(Locale.ROOT), payload(name))
                    .asJsonObject();
        }

        private void unsubscribe(TestClient client, String name) {
            assertEquals(
                    "true",
                    client.call("mesh/unsubscribe-" + name().toLowerCase(Locale.ROOT), payload(name))
                            .toString());
        }

        private String payload(String name) {
            return "{\"" + member + "\":\"" + name + "\"}";
        }
    }

    private final TestInstance instance = new TestInstance(
            new MemoryCluster(),
            MeshConfig.builder().set(MeshProperty.MAX_SUBSCRIPTIONS, "3").build());
    private final TestClient client = instance.connect();

    @BeforeEach
    void expose() {
        Pattern open = Pattern.compile("open.*");
        instance.mesh.channels().expose(open);
        instance.mesh.records().expose(open);
        instance.mesh.presence().track(open);
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private static String outcome(JsonObject reply) {
        return reply.containsKey("code")
                ? reply.getString("code") + " " + reply.getString("name")
                : reply.get("success").toString();
    }

    @Test
    void channelsRecordsAndPresenceCountTogether() {
        for (Kind kind : Kind.values()) {
            assertEquals("true", outcome(kind.subscribe(client, "open")));
        }
        for (Kind kind : Kind.values()) {
            assertEquals("EBUSY LimitError", outcome(kind.subscribe(client, "open more")), kind::name);
            assertEquals("true", outcome(kind.subscribe(client, "open")), "again, " + kind);
            assertEquals("true", outcome(kind.subscribe(instance.connect(), "open more")), "another client, " + kind);
        }
        assertEquals(3, client.connection().topics().count());
        for (Kind gone : Kind.values()) {
            gone.unsubscribe(client, "open");
            for (Kind kind : Kind.values()) {
                assertEquals("true", outcome(kind.subscribe(client, "open more")), kind + " instead of " + gone);
                kind.unsubscribe(client, "open more");
            }
            assertEquals("true", outcome(gone.subscribe(client, "open")));
        }
        get(instance.mesh.records().write("open", 1));
        get(instance.mesh.channels().publish("open", "m"));
        assertEquals(1, client.events("mesh/record-update").size());
        assertEquals(1, client.events("mesh/subscription-message").size());
        client.vanish();
        assertEquals(0, client.connection().topics().count());
    }

    @Test
    void whatWasRefusedOrCameToNothingDoesNotCount() {
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
        for (Kind kind : Kind.values()) {
            assertEquals("afterwards", kind.subscribe(client, "open").getString("error"));
            assertEquals(0, client.connection().topics().count(), kind::name);
        }
        fail.set(false);
        for (Kind kind : Kind.values()) {
            assertEquals("false", outcome(kind.subscribe(client, "closed")));
            assertEquals(0, client.connection().topics().count(), kind::name);
        }
    }
}
