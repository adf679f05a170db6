package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.NameFreed;
import io.meshws.NameHolder;
import io.meshws.NameTaken;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/** Instances whose clients may take names that begin with till. */
abstract class NamesSetting extends MeshSetting {
    final String till = "till-" + UUID.randomUUID();

    @BeforeEach
    void allow() {
        allow(here);
        allow(there);
    }

    void allow(TestInstance instance) {
        instance.mesh.names().allow(Pattern.compile("till-.+"), Guard.ANYONE);
        instance.mesh.names().allow(Pattern.compile("free-for-all-.+"), Guard.ANYONE, Guard.ANYONE);
    }

    static JsonObject take(TestClient client, String name, String incarnation, String more) {
        return client.call(
                        "mesh/take-name",
                        "{\"name\":" + Json.quote(name) + ",\"incarnation\":" + Json.quote(incarnation) + more + "}")
                .asJsonObject();
    }

    static JsonObject take(TestClient client, String name, String incarnation) {
        return take(client, name, incarnation, "");
    }

    static JsonObject taken(TestClient client, String name, String incarnation) {
        List<JsonObject> replies = new ArrayList<>();
        // On a busy machine Redis may be lost for a moment.
        Eventually.holds(() -> {
            replies.add(take(client, name, incarnation));
            return !replies.get(replies.size() - 1).getString("code", "").equals("EUNAVAILABLE");
        });
        JsonObject reply = replies.get(replies.size() - 1);
        assertTrue(reply.getBoolean("success", false), reply::toString);
        return reply;
    }

    static JsonValue free(TestClient client, String name) {
        return client.call("mesh/free-name", "{\"name\":" + Json.quote(name) + "}");
    }

    static Optional<NameHolder> holder(TestInstance instance, String name) {
        return get(instance.mesh.names().holder(name));
    }

    void untilAway(String name) {
        Eventually.holds(
                "away", () -> holder(here, name).map(NameHolder::isAway).orElse(false));
    }

    /** The names that were taken and freed, as the application is told, on all instances. */
    List<String> told(TestInstance instance) {
        return instance.names.stream()
                .map(event -> event instanceof NameTaken taken
                        ? "taken " + taken.holder().name()
                        : "freed " + ((NameFreed) event).holder().name())
                .toList();
    }

    static JsonObject asked(TestClient client, String command) {
        return client.await(
                frame -> frame.containsKey("id") && frame.getString("command").equals(command));
    }

    static void answer(TestClient client, String command, String payload) {
        client.sendText("{\"id\":" + asked(client, command).get("id") + ",\"command\":\"mesh/reply\",\"payload\":"
                + payload + "}");
    }
}
