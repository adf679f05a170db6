package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshServer;
import io.meshws.PublisherId;
import io.meshws.RecordSelection;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Transport;
import io.meshws.protocol.Json;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.FrameMutator;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Clients send a hundred thousand frames that are almost right, to an application with handlers that pass on their
 * payloads. Each client is served all the same, no internal text reaches it, and the log and the heap don't fill up.
 */
class MutatedFramesTest {
    private static final long SEED = 20_240_607;
    private static final int FRAMES = 100_000;
    private static final int CLIENTS = 4;
    private static final long MAX_HEAP_GROWTH = 64L << 20;
    private static final int MAX_LOGGED = 100;

    private static final List<String> CORPUS = List.of(
            "{\"id\":1,\"command\":\"echo\",\"payload\":\"Hello\"}",
            "{\"id\":2,\"command\":\"say\",\"payload\":{\"channel\":\"chat:1\",\"text\":\"Hi\"}}",
            "{\"id\":3,\"command\":\"join-room\",\"payload\":{\"roomName\":\"room:1\"}}",
            "{\"id\":4,\"command\":\"note\",\"payload\":{\"id\":\"note:1\",\"text\":\"x\",\"tags\":[\"a\",\"b\"],\"stars\":3}}",
            "{\"command\":\"say\",\"payload\":{\"channel\":\"chat:2\",\"text\":\"An event\"}}",
            "{\"id\":5,\"command\":\"fail\",\"payload\":{\"n\":1}}",
            "{\"id\":6,\"command\":\"pong\",\"payload\":{}}",
            "{\"id\":7,\"command\":\"latency:response\",\"payload\":{}}",
            "{\"id\":\"s:1\",\"command\":\"mesh/reply\",\"payload\":true}",
            "{\"id\":8,\"command\":\"mesh/noop\",\"payload\":{}}",
            "{\"id\":9,\"command\":\"mesh/join-room\",\"payload\":{\"roomName\":\"room:2\"}}",
            "{\"id\":10,\"command\":\"mesh/leave-room\",\"payload\":{\"roomName\":\"room:2\"}}",
            "{\"id\":11,\"command\":\"mesh/get-room-metadata\",\"payload\":{\"roomName\":\"room:1\"}}",
            "{\"id\":12,\"command\":\"mesh/get-connection-metadata\",\"payload\":{\"connectionId\":\"a.b\"}}",
            "{\"id\":13,\"command\":\"mesh/get-my-connection-metadata\",\"payload\":{}}",
            "{\"id\":14,\"command\":\"mesh/set-my-connection-metadata\",\"payload\":{\"metadata\":{\"a\":{\"b\":1}},"
                    + "\"options\":{\"strategy\":\"deepMerge\"}}}",
            "{\"id\":15,\"command\":\"mesh/subscribe-channel\",\"payload\":{\"channel\":\"chat:1\",\"historyLimit\":3,"
                    + "\"since\":{\"offset\":2,\"epoch\":\"e\"}}}",
            "{\"id\":16,\"command\":\"mesh/subscribe-channel\",\"payload\":{\"channel\":\"broken:1\"}}",
            "{\"id\":17,\"command\":\"mesh/unsubscribe-channel\",\"payload\":{\"channel\":\"chat:1\"}}",
            "{\"id\":18,\"command\":\"mesh/get-channel-history\",\"payload\":{\"channel\":\"chat:1\",\"limit\":5}}",
            "{\"id\":19,\"command\":\"mesh/subscribe-record\",\"payload\":{\"recordId\":\"note:1\",\"mode\":\"patch\"}}",
            "{\"id\":20,\"command\":\"mesh/unsubscribe-record\",\"payload\":{\"recordId\":\"note:1\"}}",
            "{\"id\":21,\"command\":\"mesh/publish-record-update\",\"payload\":{\"recordId\":\"note:1\","
                    + "\"newValue\":{\"a\":[1,{\"b\":null}]},\"options\":{\"strategy\":\"merge\",\"expectedVersion\":1}}}",
            "{\"id\":22,\"command\":\"mesh/subscribe-presence\",\"payload\":{\"roomName\":\"room:1\",\"by\":\"user\"}}",
            "{\"id\":23,\"command\":\"mesh/unsubscribe-presence\",\"payload\":{\"roomName\":\"room:1\"}}",
            "{\"id\":24,\"command\":\"mesh/get-presence-state\",\"payload\":{\"roomName\":\"room:1\"}}",
            "{\"id\":25,\"command\":\"mesh/publish-presence-state\",\"payload\":{\"roomName\":\"room:1\","
                    + "\"state\":{\"typing\":true},\"expireAfter\":2000,\"silent\":true}}",
            "{\"id\":26,\"command\":\"mesh/clear-presence-state\",\"payload\":{\"roomName\":\"room:1\"}}",
            "{\"id\":27,\"command\":\"mesh/publish-channel\",\"payload\":{\"channel\":\"chat:1\",\"message\":\"Hi\"}}",
            "{\"id\":28,\"command\":\"mesh/join-room\",\"payload\":{\"roomName\":\"room:2\",\"metadata\":true}}",
            "{\"id\":29,\"command\":\"mesh/get-presence-state\",\"payload\":{\"roomName\":\"room:1\",\"metadata\":true}}",
            "{\"id\":30,\"command\":\"echo\",\"once\":{\"client\":\"c\",\"number\":3,\"answered\":1},\"payload\":1}",
            "{\"id\":31,\"command\":\"fail\",\"once\":{\"client\":\"c\",\"number\":4,\"answered\":2},\"payload\":{}}",
            "{\"id\":32,\"command\":\"mesh/publish-record-update\",\"once\":{\"client\":\"c\",\"number\":5,\"answered\":2},"
                    + "\"payload\":{\"recordId\":\"note:1\",\"newValue\":{\"a\":2}}}",
            "{\"id\":33,\"command\":\"mesh/transaction\",\"payload\":{\"operations\":[{\"op\":\"write\",\"recordId\":\"note:1\","
                    + "\"newValue\":{\"a\":2},\"options\":{\"strategy\":\"merge\"}},{\"op\":\"change\",\"recordId\":\"note:2\","
                    + "\"changes\":[{\"op\":\"increment\",\"path\":\"/a\"}]},{\"op\":\"delete\",\"recordId\":\"note:3\"}]}}",
            "{\"id\":34,\"command\":\"mesh/publish-record-update\",\"payload\":{\"recordId\":\"note:1\",\"changes\":["
                    + "{\"op\":\"push\",\"path\":\"/tags\",\"values\":[\"a\"]},{\"op\":\"set\",\"path\":\"/b/c\",\"value\":1}]}}",
            "{\"id\":35,\"command\":\"mesh/subscribe-collection\",\"payload\":{\"collectionId\":\"notes:1\"}}",
            "{\"id\":36,\"command\":\"mesh/unsubscribe-collection\",\"payload\":{\"collectionId\":\"notes:1\"}}",
            "{\"id\":37,\"command\":\"mesh/subscribe-collection\",\"payload\":{\"collectionId\":\"broken:1\"}}",
            "{\"id\":38,\"command\":\"mesh/take-name\",\"payload\":{\"name\":\"till:1\",\"incarnation\":\"a\","
                    + "\"ifTaken\":\"replace\"}}",
            "{\"id\":39,\"command\":\"mesh/take-name\",\"payload\":{\"name\":\"till:2\",\"incarnation\":\"b\"}}",
            "{\"id\":40,\"command\":\"mesh/free-name\",\"payload\":{\"name\":\"till:1\"}}",
            "{\"id\":41,\"command\":\"mesh/open-pipe\",\"payload\":{\"name\":\"till:1\",\"to\":\"till:2\",\"pipe\":\"p\","
                    + "\"candidate\":\"c1\",\"window\":8}}",
            "{\"id\":42,\"command\":\"mesh/open-pipe\",\"payload\":{\"name\":\"till:2\",\"to\":\"till:1\",\"pipe\":\"p\","
                    + "\"candidate\":\"c2\"}}",
            "{\"id\":43,\"command\":\"mesh/close-pipe\",\"payload\":{\"name\":\"till:1\",\"to\":\"till:2\",\"pipe\":\"p\","
                    + "\"error\":{\"error\":\"x\",\"code\":\"Y\"}}}",
            "{\"command\":\"mesh/pipe\",\"payload\":{\"id\":\"c1_c2\",\"n\":1,\"alone\":true,\"data\":[1]}}",
            "{\"command\":\"mesh/pipe-ack\",\"payload\":{\"id\":\"c1_c2\",\"n\":1}}",
            "{\"command\":\"mesh/pipe-resume\",\"payload\":{\"id\":\"c1_c2\",\"n\":0}}",
            "{\"id\":44,\"command\":\"ask\",\"payload\":{\"name\":\"till:1\"}}",
            "{\"id\":45,\"command\":\"mesh/authenticate\",\"payload\":{\"credential\":\"secret\"}}");

    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        instance.close();
    }

    /** The payload of {@code say}. */
    public record Say(String channel, String text) {}

    /** The payload of {@code join-room}. */
    public record Join(String roomName) {}

    /** The payload of {@code note}. */
    public record Note(String id, String text, List<String> tags, int stars) {}

    /** The payload of {@code ask}. */
    public record Asked(String name) {}

    /** Handlers as written by people who trust their clients. */
    private void expose(MeshServer mesh) {
        mesh.channels().expose(Pattern.compile("chat:.+"), Guard.ANYONE, 50);
        mesh.channels().exposePublish(Pattern.compile("chat:.+"), Guard.ANYONE, PublisherId.SHOWN);
        mesh.channels().expose(Pattern.compile("broken:.+"), (connection, channel) -> {
            throw new IllegalStateException("guard");
        });
        Pattern notes = Pattern.compile("note:.*");
        mesh.records().exposeWritable(notes);
        mesh.records().index(notes);
        mesh.records().exposeCollection(Pattern.compile("notes:.+"), (caller, id) -> RecordSelection.matching(notes));
        mesh.records().exposeCollection(Pattern.compile("broken:.+"), (caller, id) -> {
            throw new IllegalStateException("resolver");
        });
        mesh.names().allow(Pattern.compile("till:.+"), Guard.ANYONE, Guard.ANYONE);
        mesh.pipes().allow(Pattern.compile("till:.+"), Pattern.compile("till:.+"));
        mesh.presence().track(Pattern.compile("room:.*"));
        mesh.connections().exposeMetadata();
        mesh.connections().exposeOwnMetadata();
        mesh.rooms().exposeMetadata(Pattern.compile("room:.*"));
        mesh.commands().expose("echo", context -> context.payload());
        mesh.commands().expose("say", context -> {
            Say say = context.payload(Say.class);
            return mesh.channels().publish(say.channel(), say.text());
        });
        mesh.commands().expose("join-room", context -> {
            String room = context.payload(Join.class).roomName();
            return mesh.rooms()
                    .add(room, context.connection())
                    .thenCompose(added -> mesh.broadcastRoom(room, "joined", Map.of("room", room)));
        });
        mesh.commands().expose("note", context -> {
            Note note = context.payload(Note.class);
            return mesh.records().write(note.id(), Map.of("text", note.text(), "tags", note.tags()));
        });
        mesh.commands().expose("ask", context -> mesh.names()
                .send(context.payload(Asked.class).name(), "asked", context.payload()));
        mesh.commands().expose("fail", context -> {
            throw new IllegalStateException("fails");
        });
    }

    /** Keeps the last frame only. */
    private final class Client implements Transport {
        private final Connection connection = instance.connect(this);
        private String last = "";

        @Override
        public void send(String frame, Done done) {
            last = frame;
            if (frame.contains("Exception") || frame.contains("\\tat ") || frame.contains("io.meshws")) {
                throw new AssertionError("shows what is inside: " + frame);
            }
            done.done(null);
        }

        @Override
        public void close(int code, String reason) {
            instance.mesh.closed(connection, code, reason);
        }

        private void assertServed(int id) {
            instance.mesh.text(connection, "{\"id\":" + id + ",\"command\":\"echo\",\"payload\":" + id + "}");
            JsonObject reply = Json.readTrusted(last).asJsonObject();
            assertEquals(id, reply.getInt("id"));
            assertEquals(id, reply.getInt("payload"));
        }
    }

    @Test
    void clientsAreServedAndNothingFillsUpAfterAnyFrames() {
        expose(instance.mesh);
        FrameMutator mutator = new FrameMutator(SEED, CORPUS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client());
        }
        try (CapturedLog log = new CapturedLog()) {
            // Loading and compiling isn't counted.
            send(mutator, FRAMES / 10);
            long before = usedHeap();
            send(mutator, FRAMES);
            long growth = usedHeap() - before;
            assertTrue(growth < MAX_HEAP_GROWTH, () -> "the heap grew by " + (growth >> 20) + " MB");
            assertTrue(log.count() > 0, "some handlers fail");
            assertTrue(log.count() < MAX_LOGGED, () -> log.count() + " messages in the log");
        }
    }

    private void send(FrameMutator mutator, int frames) {
        for (int i = 0; i < frames; i++) {
            Client client = clients.get(i % CLIENTS);
            assertTrue(client.connection.isOpen());
            String frame = mutator.next();
            try {
                instance.mesh.text(client.connection, frame);
            } catch (Throwable e) {
                throw new AssertionError("frame " + frame, e);
            }
            if (i % 1000 == 0) {
                clients.forEach(each -> each.assertServed(1_000_000));
                instance.clock.advance(Duration.ofSeconds(1));
                instance.mesh.tick();
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
