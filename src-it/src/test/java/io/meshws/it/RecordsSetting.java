package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.FollowedRecord.Held;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.function.Executable;

/** Writers and followers of one record on the two instances. */
abstract class RecordsSetting extends InstancesSetting {
    static final Duration LONG = Duration.ofMinutes(15);
    static final int WRITERS = 16;
    static final int FOLLOWERS = 50;

    final String id = "note:" + UUID.randomUUID();

    /** In both modes on both instances; those of the first have even places. */
    List<RecordFollower> follow(ServerProcess... servers) {
        List<RecordFollower> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            RecordFollower follower = RecordFollower.of(servers[i % 2].uri("/mesh"), id, i % 4 < 2);
            opened.add(follower);
            followers.add(follower);
        }
        return followers;
    }

    List<RecordWriter> write(int updates) {
        return start(WRITERS, id, updates, false);
    }

    /** Half of them on each instance; those of the first have even places. */
    List<RecordWriter> start(int count, String recordId, int updates, boolean counts) {
        List<RecordWriter> writers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MeshClient client = connect(i % 2 == 0 ? one : two);
            writers.add(new RecordWriter(client, recordId, "w" + i, updates / count, counts));
        }
        writers.forEach(writer -> writer.thread.start());
        return writers;
    }

    static void awaitAccepted(List<RecordWriter> writers, int count) {
        Eventually.holds(
                count + " writes",
                LONG,
                () -> writers.stream().mapToInt(writer -> writer.accepted).sum() >= count);
    }

    /** Reads the value in Redis; subscribers may be behind it for a while. */
    static Held read(ServerProcess server, String recordId) {
        try (MeshClient client = MeshClient.builder(server.uri("/mesh")).build()) {
            client.connectSync();
            JsonObject found =
                    client.commandSync("get", recordId, JsonValue.class).asJsonObject();
            return new Held(
                    found.getOrDefault("value", JsonValue.NULL),
                    found.getJsonNumber("version").longValue());
        }
    }

    static JsonObject subscribe(MeshClient client, String recordId, String mode) {
        return client.commandSync("mesh/subscribe-record", Map.of("recordId", recordId, "mode", mode), JsonValue.class)
                .asJsonObject();
    }

    static JsonObject options(String name, JsonValue value) {
        return Json.object().add(name, value).build();
    }

    static void write(MeshClient client, String recordId, int value, JsonObject options) {
        publish(client, recordId, Json.provider().createValue(value), options);
    }

    static void publish(MeshClient client, String recordId, JsonValue value, JsonObject options) {
        JsonObjectBuilder payload = Json.object().add("recordId", recordId).add("newValue", value);
        if (options != null) {
            payload.add("options", options);
        }
        JsonValue reply = client.commandSync("mesh/publish-record-update", payload.build(), JsonValue.class);
        assertTrue(reply.asJsonObject().getBoolean("success"));
    }

    /** Once, even if the connection is lost: the client's own method repeats lost requests. */
    static void change(MeshClient client, String recordId, Change... changes) {
        JsonArrayBuilder wire = Json.array();
        for (Change change : changes) {
            wire.add(change.toJson(value -> (JsonValue) value));
        }
        JsonObject payload =
                Json.object().add("recordId", recordId).add("changes", wire).build();
        JsonValue reply = client.commandSync("mesh/publish-record-update", payload, JsonValue.class);
        assertTrue(reply.asJsonObject().getBoolean("success"));
    }

    static String codeOf(MeshClient client, String recordId, JsonValue value, JsonObject options) {
        try {
            publish(client, recordId, value, options);
            return "none";
        } catch (MeshClientException e) {
            return e.code();
        }
    }

    static void assertRefused(String code, String message, Executable change) {
        MeshClientException refusal = assertThrows(MeshClientException.class, change);
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    /** Each change that was acknowledged counts once, and only those whose outcome is unknown are uncertain. */
    static void assertCounted(List<RecordWriter> counters, Held end) {
        JsonObject counts = end.value().asJsonObject();
        int certain = 0;
        int uncertain = 0;
        for (RecordWriter counter : counters) {
            int own = counts.getInt(counter.member);
            assertTrue(
                    own >= counter.accepted && own <= counter.accepted + counter.failed,
                    own + " of " + counter.accepted + " and " + counter.failed);
            certain += counter.accepted;
            uncertain += counter.failed;
        }
        int total = counts.getInt("total");
        assertTrue(total >= certain && total <= certain + uncertain, total + " of " + certain + " and " + uncertain);
        assertEquals(
                counters.size() / 2,
                counters.stream().filter(counter -> counter.gone).count());
        assertEquals(end.version(), total);
        System.out.printf("counted, instance killed: %d certain, %d unknown, total %d%n", certain, uncertain, total);
    }

    void assertConverged(List<RecordFollower> followers, long atLeast, long atMost, ServerProcess... servers) {
        Held end = read(servers[0], id);
        for (ServerProcess server : servers) {
            assertEquals(end, read(server, id));
        }
        assertTrue(
                end.version() >= atLeast && end.version() <= atMost,
                end.version() + ", not from " + atLeast + " to " + atMost);
        for (RecordFollower follower : followers) {
            Eventually.equal("all have it", LONG, end, follower::held);
            assertEquals(List.of(), follower.faults());
            assertFalse(follower.isLost());
            if (follower.takesPatches() && follower.fulls() == 0) {
                assertEquals(end.version() - follower.start(), follower.applied());
            }
        }
    }

    void report(
            String what, long writes, double writing, long deliveries, double delivering, Map<String, Long> before) {
        Map<String, Long> after = redis.calls();
        StringBuilder commands = new StringBuilder();
        after.forEach((name, calls) -> {
            long more = calls - before.getOrDefault(name, 0L);
            if (more > writes / 100) {
                commands.append(String.format(" %s %.2f", name, (double) more / writes));
            }
        });
        System.out.printf(
                "%s on %s: %d writes, %.0f writes/s, %.0f deliveries/s; Redis commands a write, those within scripts too:%s%n",
                what, ServerKind.current(), writes, writes / writing, deliveries / delivering, commands);
    }

    static long deliveries(List<RecordFollower> followers) {
        return followers.stream()
                .mapToLong(follower -> follower.applied() + follower.fulls())
                .sum();
    }

    static long fulls(List<RecordFollower> followers) {
        return followers.stream()
                .filter(RecordFollower::takesPatches)
                .mapToLong(RecordFollower::fulls)
                .sum();
    }

    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
