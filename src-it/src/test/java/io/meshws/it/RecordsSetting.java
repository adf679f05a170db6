package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.it.live.LiveData;
import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.FollowedRecord.Held;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Two instances with one Redis, their clients, and writers and followers of one record. */
abstract class RecordsSetting {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final Duration LONG = Duration.ofMinutes(15);
    static final int WRITERS = 16;
    static final int FOLLOWERS = 50;

    private static TwoInstances instances;
    static EmbeddedRedis redis;
    static ServerProcess one;
    static ServerProcess two;
    final String id = "note:" + UUID.randomUUID();
    final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        instances =
                new TwoInstances(Map.of("mesh.redis.timeout", "1s", "mesh.max-record-size", "10000"), LiveData.class);
        redis = instances.redis();
        one = instances.one();
        two = instances.two();
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

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
        List<RecordWriter> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new RecordWriter(connect(i % 2 == 0 ? one : two), id, "w" + i, updates / WRITERS));
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

    MeshClient connect(ServerProcess server) {
        MeshClient client =
                MeshClient.builder(server.uri("/mesh")).requestTimeout(PATIENCE).build();
        opened.add(client);
        client.connectSync();
        return client;
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

    static String codeOf(MeshClient client, String recordId, JsonValue value, JsonObject options) {
        try {
            publish(client, recordId, value, options);
            return "none";
        } catch (MeshClientException e) {
            return e.code();
        }
    }
}
