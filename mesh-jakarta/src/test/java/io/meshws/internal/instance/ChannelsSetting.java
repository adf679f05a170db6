package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/** Two instances with exposed channels, or one that plays both, with helpers for tests. */
abstract class ChannelsSetting extends TwoInstances {
    static TestInstance onMemory() {
        return onMemory(MeshConfig.builder());
    }

    @Override
    void prepare(TestInstance instance) {
        instance.mesh.channels().expose(Pattern.compile("chat:.*"), Guard.ANYONE, 5);
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

    static void awaitMessages(TestClient client, List<String> expected) {
        Eventually.holds(() -> messages(client).size() >= expected.size());
        assertEquals(expected, messages(client));
    }

    static JsonObject history(TestClient client, String more) {
        return client.call("mesh/get-channel-history", "{\"channel\":\"chat:1\"" + more + "}")
                .asJsonObject();
    }

    void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            assertEquals(i, get((i % 2 == 0 ? here : there).mesh.channels().publish("chat:1", "m" + i)));
        }
    }
}
