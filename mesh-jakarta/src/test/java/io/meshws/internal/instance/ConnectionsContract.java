package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises about connections and their metadata, on every engine. */
abstract class ConnectionsContract extends MeshSetting {
    static final int MAX_METADATA = 1000;

    static MeshConfig.Builder settings() {
        return MeshConfig.builder().set(MeshProperty.MAX_CONNECTION_METADATA, MAX_METADATA);
    }

    @Test
    void oneConnectionIsReachedFromAnywhere() {
        TestClient a = there.connect();
        assertTrue(get(here.mesh.connections().send(a.id(), "hi", List.of(1))));
        assertEquals(json("[1]"), a.event("hi"));
        assertFalse(get(here.mesh.connections().send("nonsense", "hi", 1)));
        assertFalse(get(here.mesh.connections().send("AAAAAAAAAAAA.nonsense", "hi", 1)));
        Eventually.holds(() -> get(here.mesh.connections().ids()).equals(Set.of(a.id())));
    }

    @Test
    void idsAreLongAndDifferent() {
        TestClient a = here.connect();
        TestClient b = here.connect();
        assertTrue(a.id().length() >= 32, a.id());
        assertFalse(a.id().equals(b.id()));
        assertTrue(a.id().startsWith(here.mesh.instanceId()));
    }

    @Test
    void theHandshakesDataIsThere() {
        TestClient a = here.connect(Map.of("X-Header", List.of("1", "2")));
        var connection = here.mesh.connections().local(a.id()).orElseThrow();
        assertEquals(List.of("1", "2"), connection.headers().get("X-Header"));
        assertEquals(List.of("1"), connection.query().get("q"));
        assertEquals("192.0.2.1", connection.remoteAddress());
        assertEquals("/mesh", connection.path());
        assertEquals(Optional.empty(), connection.principal());
        assertEquals(a.id(), here.opened.get(0).connection().id());
    }

    @Test
    void nothingIsKeptOfAConnectionThatIsGone() {
        here.mesh.channels().expose(Pattern.compile("chat:.*"));
        here.mesh.records().expose(Pattern.compile("note:.*"));
        WeakReference<Connection> kept = comeAndGo();
        Eventually.holds("it can be collected", () -> {
            System.gc();
            return kept.get() == null;
        });
    }

    private WeakReference<Connection> comeAndGo() {
        TestClient a = here.connect();
        a.call("mesh/join-room", "{\"roomName\":\"lobby\"}");
        a.call("mesh/subscribe-presence", "{\"roomName\":\"lobby\"}");
        a.call("mesh/subscribe-channel", "{\"channel\":\"chat:1\"}");
        a.call("mesh/subscribe-record", "{\"recordId\":\"note:1\"}");
        get(here.mesh.connections().setMetadata(a.id(), json("1")));
        a.vanish();
        here.opened.clear();
        here.closed.clear();
        return new WeakReference<>(a.connection());
    }

    @Test
    void aConnectionIsClosedFromAnywhere() {
        TestClient a = there.connect();
        get(here.mesh.connections().close(a.id()));
        Eventually.holds(() -> a.closeCode() != null);
        assertEquals(1000, a.closeCode());
        assertEquals("EGONE", code(here.mesh.connections().close(a.id())));
    }

    @Test
    void metadataIsReplacedMergedAndReadFromAnywhere() {
        TestClient a = there.connect();
        Eventually.holds(() -> get(here.mesh.connections().metadata(a.id())).equals(Optional.of(JsonValue.NULL)));
        get(here.mesh.connections().setMetadata(a.id(), json("{\"a\":1,\"deep\":{\"x\":1}}")));
        get(there.mesh.connections().setMetadata(a.id(), json("{\"deep\":{\"y\":2}}"), MergeStrategy.DEEP_MERGE));
        JsonValue expected = json("{\"a\":1,\"deep\":{\"x\":1,\"y\":2}}");
        assertEquals(Optional.of(expected), get(here.mesh.connections().metadata(a.id())));
        assertEquals(Optional.of(expected), get(there.mesh.connections().metadata(a.id())));
        get(here.mesh.connections().setMetadata(a.id(), json("{\"a\":null}"), MergeStrategy.MERGE));
        TestClient b = here.connect();
        Eventually.holds(() -> get(there.mesh.connections().allMetadata()).size() == 2);
        assertEquals(
                Map.of(a.id(), json("{\"a\":null,\"deep\":{\"x\":1,\"y\":2}}"), b.id(), JsonValue.NULL),
                get(here.mesh.connections().allMetadata()));
        assertEquals(Optional.empty(), get(here.mesh.connections().metadata("nonsense")));
        assertEquals("EGONE", code(here.mesh.connections().setMetadata("nonsense", 1)));
    }

    @Test
    void concurrentMergesOfMetadataLoseNothing() {
        TestClient a = there.connect();
        List<CompletableFuture<Void>> writes = IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 == 0 ? here : there)
                        .mesh
                        .connections()
                        .setMetadata(a.id(), Map.of("k" + i, i), MergeStrategy.MERGE)
                        .toCompletableFuture())
                .toList();
        writes.forEach(Eventually::get);
        assertEquals(
                40,
                get(here.mesh.connections().metadata(a.id()))
                        .orElseThrow()
                        .asJsonObject()
                        .size());
    }

    @Test
    void aClientThatNothingCanBeSentToIsAnnouncedAndThenGone() {
        List<Integer> closeCodes = new CopyOnWriteArrayList<>();
        Connection broken = here.mesh.opened(
                new Handshake("/mesh", "192.0.2.1", Map.of(), Map.of(), Optional.empty()), new Transport() {
                    @Override
                    public void send(String frame, Done done) {
                        done.done(new IOException("reset"));
                    }

                    @Override
                    public void close(int code, String reason) {
                        closeCodes.add(code);
                        // As containers do, some of them before they return.
                        here.mesh.closed((Connection) here.opened.get(0).connection(), code, reason);
                    }
                });
        assertEquals(broken.id(), here.opened.get(0).connection().id());
        assertEquals(1006, here.closed.get(0).code());
        assertEquals(List.of(1011), closeCodes);
        here.mesh.closed(broken, 1006, "");
        assertEquals(1, here.closed.size());
    }

    @Test
    void clientsReadAndWriteMetadata() {
        there.mesh.connections().exposeMetadata();
        here.mesh.connections().exposeOwnMetadata();
        there.mesh.rooms().exposeMetadata(Pattern.compile(".*"));
        TestClient a = here.connect();
        TestClient b = there.connect();
        assertEquals(json("{\"metadata\":null}"), a.call("mesh/get-my-connection-metadata", "{}"));
        assertEquals(
                json("{\"success\":true}"),
                a.call("mesh/set-my-connection-metadata", "{\"metadata\":{\"a\":{\"b\":1}}}"));
        assertEquals(
                json("{\"success\":true}"),
                a.call(
                        "mesh/set-my-connection-metadata",
                        "{\"metadata\":{\"a\":{\"c\":2}},\"options\":{\"strategy\":\"deepMerge\"}}"));
        assertEquals(
                json("{\"metadata\":{\"a\":{\"b\":1,\"c\":2}}}"),
                b.call("mesh/get-connection-metadata", "{\"connectionId\":\"" + a.id() + "\"}"));
        assertEquals(
                json("{\"metadata\":null}"), b.call("mesh/get-connection-metadata", "{\"connectionId\":\"none\"}"));
        get(here.mesh.rooms().setMetadata("lobby", Map.of("t", 1)));
        assertEquals(json("{\"metadata\":{\"t\":1}}"), b.call("mesh/get-room-metadata", "{\"roomName\":\"lobby\"}"));
        assertEquals(json("{\"metadata\":null}"), b.call("mesh/get-room-metadata", "{\"roomName\":\"other\"}"));
        assertEquals(
                "EPAYLOAD",
                a.call("mesh/set-my-connection-metadata", "{\"metadata\":1,\"options\":{\"strategy\":\"x\"}}")
                        .asJsonObject()
                        .getString("code"));
        for (String options : List.of("null", "{\"strategy\":null}")) {
            assertEquals(
                    json("{\"success\":true}"),
                    a.call("mesh/set-my-connection-metadata", "{\"metadata\":null,\"options\":" + options + "}"),
                    options);
        }
        assertEquals(json("{\"metadata\":null}"), a.call("mesh/get-my-connection-metadata", "{}"));
        assertEquals(JsonValue.TRUE, a.call("mesh/noop", "{}"));
    }

    @Test
    void metadataIsAsLongAsItMayBeAndNoLonger() {
        there.mesh.connections().exposeOwnMetadata();
        TestClient a = there.connect();
        String longest = "x".repeat(MAX_METADATA - "{\"k\":\"\"}".length());
        get(here.mesh.connections().setMetadata(a.id(), Map.of("k", longest)));
        String before =
                get(here.mesh.connections().metadata(a.id())).orElseThrow().toString();
        assertEquals(MAX_METADATA, before.length());

        List<Object> tooLong = List.of(Map.of("k", longest + "x"), Map.of("k", longest.substring(5) + '\u0001'));
        for (Object metadata : tooLong) {
            for (MergeStrategy strategy : MergeStrategy.values()) {
                assertEquals("ETOOLARGE", code(here.mesh.connections().setMetadata(a.id(), metadata, strategy)));
            }
        }
        // Short, but too long together with the existing metadata.
        for (MergeStrategy strategy : List.of(MergeStrategy.MERGE, MergeStrategy.DEEP_MERGE)) {
            CommandException refusal = (CommandException)
                    failure(here.mesh.connections().setMetadata(a.id(), Map.of("more", 1), strategy));
            assertEquals("ETOOLARGE", refusal.code());
            assertEquals("mesh.max-connection-metadata", refusal.body().limit());
            assertEquals(
                    "The metadata of a connection must not be longer than " + MAX_METADATA + " characters",
                    refusal.getMessage());
            assertEquals(
                    "ETOOLARGE",
                    code(a.call(
                            "mesh/set-my-connection-metadata",
                            "{\"metadata\":{\"more\":1},\"options\":{\"strategy\":\"" + strategy.wireName() + "\"}}")));
        }
        for (TestInstance any : List.of(here, there)) {
            assertEquals(
                    before,
                    get(any.mesh.connections().metadata(a.id())).orElseThrow().toString());
        }
        get(here.mesh.connections().setMetadata(a.id(), Map.of("k", "short"), MergeStrategy.MERGE));
        get(here.mesh.connections().setMetadata(a.id(), Map.of("more", 1), MergeStrategy.MERGE));
    }

    @Test
    void metadataIsAsDeepAsEveryClientCanRead() {
        String deepest = "[".repeat(60) + "]".repeat(60);
        TestClient a = there.connect();
        get(here.mesh.connections().setMetadata(a.id(), json(deepest)));
        assertEquals("ETOODEEP", code(here.mesh.connections().setMetadata(a.id(), json("[" + deepest + "]"))));
        assertEquals(Optional.of(json(deepest)), get(here.mesh.connections().metadata(a.id())));
    }
}
