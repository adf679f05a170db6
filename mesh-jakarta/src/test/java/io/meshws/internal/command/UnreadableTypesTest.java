package io.meshws.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.protocol.Json;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The payload types that handlers exposed in code may ask for. */
class UnreadableTypesTest {
    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final CommandRegistry commands = instance.mesh.registry();
    private final TestClient client = instance.connect();

    public interface Shape {
        int area();
    }

    public record Drawing(String name, List<Shape> shapes) {}

    @AfterEach
    void stop() {
        instance.close();
    }

    private static String code(JsonValue payload) {
        return payload.asJsonObject().getString("code");
    }

    @Test
    void aTypeThatCannotBeMadeIsTheServersMistake() {
        commands.expose("shape", context -> context.payload(Shape.class).area());
        commands.expose("drawing", context -> context.payload(Drawing.class).name());

        assertEquals("ESERVER", code(client.call("shape", "{\"area\":1}")));
        assertEquals("ESERVER", code(client.call("drawing", "{\"shapes\":[{}]}")));
        assertEquals("EPAYLOAD", code(client.call("drawing", "{\"shapes\":5}")));
        assertEquals(Json.string("a"), client.call("drawing", "{\"name\":\"a\"}"));
    }

    @Test
    void noPayloadIsTheEmptyOptional() {
        commands.expose("small", context -> context.payload(OptionalInt.class).orElse(-1));
        commands.expose("any", context -> context.payload(Optional.class).isPresent());

        assertEquals("-1", client.call("small", "null").toString());
        assertEquals("7", client.call("small", "7").toString());
        assertEquals("EPAYLOAD", code(client.call("small", "7.5")));
        assertEquals(JsonValue.FALSE, client.call("any", "null"));
    }
}
