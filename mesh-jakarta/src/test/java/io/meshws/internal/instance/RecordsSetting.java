package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.RecordSnapshot;
import io.meshws.Records;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Two instances with records, or one that plays both, with helpers for tests. */
abstract class RecordsSetting extends TwoInstances {
    @Override
    void prepare(TestInstance instance) {
        instance.mesh.records().exposeWritable(Pattern.compile("note:.*"));
        instance.mesh.records().expose(Pattern.compile("stat:.*"));
    }

    final Records records() {
        return here.mesh.records();
    }

    /** As the other instance reads it. */
    final RecordSnapshot readThere(String recordId) {
        return get(there.mesh.records().get(recordId));
    }

    /** @param value JSON text; null if it's deleted */
    static RecordSnapshot snapshot(String recordId, String value, long version) {
        return new RecordSnapshot(recordId, Optional.ofNullable(value).map(RecordsSetting::json), version);
    }

    static void refused(String code, String message, CompletionStage<?> write) {
        CommandException refusal = assertInstanceOf(CommandException.class, failure(write));
        assertEquals(message, refusal.getMessage());
        assertEquals(code, refusal.code());
    }

    static JsonObject subscribe(TestClient client, String recordId, String mode) {
        return client.call(
                        "mesh/subscribe-record",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"mode\":\"" + mode + "\"}")
                .asJsonObject();
    }

    static JsonObject publish(TestClient client, String recordId, String value, String options) {
        return client.call(
                        "mesh/publish-record-update",
                        "{\"recordId\":" + Json.quote(recordId) + ",\"newValue\":" + value + ",\"options\":" + options
                                + "}")
                .asJsonObject();
    }

    static List<JsonValue> updates(TestClient client) {
        return client.events("mesh/record-update");
    }

    static void awaitUpdates(TestClient client, String... expected) {
        Eventually.holds(() -> updates(client).size() >= expected.length);
        assertEquals(List.of(expected).stream().map(RecordsSetting::json).toList(), updates(client));
    }

    static TestInstance onMemory() {
        return onMemory(MeshConfig.builder());
    }
}
