package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.RecordQuery;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with the default limits can read every frame with a value that another client was allowed to write. */
class AcceptedFramesTest {
    private static final String ROOM = "\"roomName\":\"lobby\"";
    private static final Set<String> REFUSALS = Set.of("ETOODEEP", "ENUMBER", "ETOOLARGE");

    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final TestClient writer = instance.connect();
    private TestClient other;
    private String pipe;
    private int accepted;
    private int refused;

    @BeforeEach
    void subscribe() {
        instance.mesh.records().exposeWritable(Pattern.compile("note:.*"));
        instance.mesh.channels().expose("kept", Guard.ANYONE, 100);
        instance.mesh.connections().exposeMetadata();
        instance.mesh.connections().exposeOwnMetadata();
        instance.mesh.presence().track("lobby");
        Pattern notes = Pattern.compile("note:.*");
        instance.mesh.records().index(notes, "/a");
        instance.mesh.records().exposeCollection("notes", (caller, id) -> RecordQuery.of(notes)
                .sortBy("/a"));
        instance.mesh.names().allow(Pattern.compile("ada|bob"), Guard.ANYONE);
        instance.mesh.pipes().allow(Pattern.compile("ada"), Pattern.compile("bob"));
        instance.mesh.commands().expose("echo", context -> context.payload());
        instance.mesh
                .commands()
                .expose("say", context -> instance.mesh.channels().publishJson("kept", context.payload()));
        writer.call("mesh/join-room", "{" + ROOM + "}");
        TestClient reader = instance.connect();
        for (String mode : List.of("full", "patch")) {
            instance.connect().call("mesh/subscribe-record", "{\"recordId\":\"note:1\",\"mode\":\"" + mode + "\"}");
        }
        for (String by : List.of("connection", "user")) {
            instance.connect().call("mesh/subscribe-presence", "{" + ROOM + ",\"by\":\"" + by + "\"}");
        }
        reader.call("mesh/subscribe-channel", "{\"channel\":\"kept\"}");
        reader.call("mesh/subscribe-collection", "{\"collectionId\":\"notes\"}");
        pipe = open(writer, "ada", "bob");
        other = instance.connect();
        assertEquals("", pipe);
        pipe = open(other, "bob", "ada");
    }

    /** Returns the id of the pipe; empty if it's not open yet. */
    private static String open(TestClient client, String name, String to) {
        client.call("mesh/take-name", "{\"name\":\"" + name + "\",\"incarnation\":\"" + name + "\"}");
        client.call(
                "mesh/open-pipe",
                "{\"name\":\"" + name + "\",\"to\":\"" + to + "\",\"pipe\":\"p\",\"candidate\":\"candidate-" + name
                        + "\"}");
        return client.events("mesh/pipe-open").stream()
                .map(event -> event.asJsonObject().getString("id"))
                .findFirst()
                .orElse("");
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void everyClientCanReadTheRecordsThatClientsMayWrite() {
        int said = 0;
        for (String value : values()) {
            write("mesh/set-my-connection-metadata", "\"metadata\":" + value);
            write("mesh/publish-record-update", "\"recordId\":\"note:1\",\"newValue\":" + value);
            write("mesh/publish-record-update", "\"recordId\":\"note:1\",\"newValue\":{\"a\":1}");
            write(
                    "mesh/publish-record-update",
                    "\"recordId\":\"note:1\",\"newValue\":" + value + ",\"options\":{\"strategy\":\"deepMerge\"}");
            write("mesh/publish-presence-state", ROOM + ",\"state\":" + value);
            write("say", "\"a\":" + value);
            write("echo", "\"a\":" + value);
            writer.sendText("{\"command\":\"mesh/pipe\",\"payload\":{\"id\":\"" + pipe + "\",\"n\":" + ++said
                    + ",\"data\":" + value + "}}");
            read();
        }
        assertTrue(other.events("mesh/pipe").size() > 100, "messages of the pipe");
        assertEquals(List.of(), instance.unreadable());
        assertTrue(accepted > 500 && refused > 500, accepted + " accepted, " + refused + " refused");
    }

    /** Waits until every frame was answered, or refused. */
    private void write(String command, String members) {
        int before = writer.received().size();
        long id = writer.request(command, "{" + members + "}");
        List<JsonObject> answers =
                writer.received().subList(before, writer.received().size());
        JsonObject answer = answers.stream()
                .filter(frame -> frame.containsKey("id")
                        ? frame.getJsonNumber("id").longValue() == id
                        : frame.getString("command").equals("mesh/error"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answers.toString()));
        if (answer.get("payload") instanceof JsonObject payload && payload.containsKey("code")) {
            assertTrue(REFUSALS.contains(payload.getString("code")), payload::toString);
            refused++;
        } else {
            accepted++;
        }
    }

    private void read() {
        TestClient reader = instance.connect();
        reader.call("mesh/get-connection-metadata", "{\"connectionId\":\"" + writer.id() + "\"}");
        reader.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}");
        reader.call("mesh/subscribe-collection", "{\"collectionId\":\"notes\"}");
        reader.call("mesh/get-presence-state", "{" + ROOM + "}");
        reader.call("mesh/subscribe-presence", "{" + ROOM + ",\"by\":\"user\"}");
        JsonValue history = reader.call("mesh/get-channel-history", "{\"channel\":\"kept\"}");
        assertTrue(history.asJsonObject().getBoolean("success"));
        reader.vanish();
    }

    private static List<String> values() {
        List<String> leaves = List.of(
                "null",
                "{}",
                "\"\\u0001\\\"\\ud83d\"",
                "1".repeat(512),
                "-" + "1".repeat(511),
                "1" + "0".repeat(500) + "e9",
                "1" + "0".repeat(500) + "e999",
                "1".repeat(505) + "e9",
                "-" + "1".repeat(506) + "e9",
                "0." + "1".repeat(510),
                "0." + "0".repeat(509),
                "1e999",
                "10e999",
                "-1e-999",
                "0.1e-999");
        List<String> values = new ArrayList<>();
        IntStream.concat(IntStream.of(0, 1), IntStream.range(56, 65)).forEach(depth -> leaves.stream()
                .flatMap(leaf -> Stream.of(
                        "[".repeat(depth) + leaf + "]".repeat(depth),
                        "{\"a\":".repeat(depth) + leaf + "}".repeat(depth)))
                .forEach(values::add));
        return values;
    }
}
