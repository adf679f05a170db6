package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.protocol.Json;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/** Clients that have names, and open pipes. */
abstract class PipesSetting extends MeshSetting {
    static final int MAX_PIPES = 3;

    static MeshConfig.Builder settings() {
        return MeshConfig.builder().set(MeshProperty.MAX_PIPES, MAX_PIPES);
    }

    @BeforeEach
    void allow() {
        for (TestInstance instance : new TestInstance[] {here, there}) {
            instance.mesh
                    .names()
                    .allow(Pattern.compile("(ada|bob|eve)"), (caller, name) -> true, (caller, name) -> true);
            instance.mesh.pipes().allow(Pattern.compile("ada"), Pattern.compile("bob"));
        }
    }

    /** A client with a name, which it takes from the present holder. */
    static final class Named {
        final String name;
        final String incarnation;
        final TestClient client;

        Named(TestInstance instance, String name) {
            this(instance, name, UUID.randomUUID().toString());
        }

        private Named(TestInstance instance, String name, String incarnation) {
            this.name = name;
            this.incarnation = incarnation;
            this.client = instance.connect();
            take("replace");
        }

        private void take(String ifTaken) {
            JsonObject taken = client.call(
                            "mesh/take-name",
                            Json.object()
                                    .add("name", name)
                                    .add("incarnation", incarnation)
                                    .add("ifTaken", ifTaken)
                                    .build()
                                    .toString())
                    .asJsonObject();
            assertEquals(JsonValue.TRUE, taken.get("success"), taken::toString);
        }

        /** Takes the name back from another connection of this process. */
        void takeBack() {
            take("refuse");
        }

        /** The same process on another connection. */
        Named again(TestInstance instance) {
            return new Named(instance, name, incarnation);
        }

        JsonValue open(String to, String candidate) {
            return client.call("mesh/open-pipe", opening(name, to, candidate));
        }

        void close(String to) {
            client.call("mesh/close-pipe", "{\"name\":\"" + name + "\",\"to\":\"" + to + "\",\"pipe\":\"p\"}");
        }

        void says(String command, String id, long number, String more) {
            client.sendText("{\"command\":\"" + command + "\",\"payload\":{\"id\":\"" + id + "\",\"n\":" + number + more
                    + "}}");
        }

        void sends(String id, long number, String data) {
            says("mesh/pipe", id, number, ",\"data\":" + data);
        }

        /** Waits for a pipe that is open, other than that of the id. */
        String opened(String otherThan) {
            return client.await(frame -> frame.getString("command").equals("mesh/pipe-open")
                            && !frame.getJsonObject("payload").getString("id").equals(otherThan))
                    .getJsonObject("payload")
                    .getString("id");
        }

        String opened() {
            return opened("");
        }

        /** Waits for a message. */
        JsonObject hears(String command, long number) {
            return client.await(frame -> frame.getString("command").equals(command)
                            && frame.getJsonObject("payload").getInt("n") == number)
                    .getJsonObject("payload");
        }
    }

    static String opening(String name, String to, String candidate) {
        return "{\"name\":\"" + name + "\",\"to\":\"" + to + "\",\"pipe\":\"p\",\"candidate\":\"" + candidate
                + "\",\"window\":64}";
    }

    /** Two clients with a pipe between them, of which each was told once; returns its id. */
    static String connected(Named one, Named other) {
        one.open(other.name, "candidate-" + one.name);
        // If both opened at once, each could find the other, and say so.
        other.client.event("mesh/pipe-wanted");
        other.open(one.name, "candidate-" + other.name);
        assertEquals(one.opened(), other.opened());
        return one.opened();
    }
}
