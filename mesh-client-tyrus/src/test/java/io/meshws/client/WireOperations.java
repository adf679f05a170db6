package io.meshws.client;

import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Translates the record writes of exchanges to calls of the client. */
final class WireOperations {
    private WireOperations() {}

    static RecordOperation[] of(JsonArray wire) {
        return wire.getValuesAs(JsonObject.class).stream()
                .map(WireOperations::operation)
                .toArray(RecordOperation[]::new);
    }

    private static RecordOperation operation(JsonObject wire) {
        String recordId = wire.getString("recordId");
        WriteOptions options =
                options(wire.containsKey("options") ? wire.getJsonObject("options") : JsonValue.EMPTY_JSON_OBJECT);
        return switch (wire.getString("op")) {
            case "write" -> RecordOperation.write(recordId, wire.get("newValue"), options);
            case "change" -> RecordOperation.change(recordId, options, changes(wire.getJsonArray("changes")));
            default -> RecordOperation.delete(recordId);
        };
    }

    static Change[] changes(JsonArray wire) {
        return wire.getValuesAs(JsonObject.class).stream()
                .map(change -> {
                    String path = change.getString("path");
                    return switch (change.getString("op")) {
                        case "set" -> Change.set(path, change.get("value"));
                        case "remove" -> Change.remove(path);
                        case "increment" ->
                            Change.increment(path, change.getJsonNumber("by").bigDecimalValue());
                        case "push" -> Change.push(path, change.get("value")).keep(change.getInt("keep"));
                        case "pull" -> Change.pullWhere(path, change.getString("member"), change.get("value"));
                        default -> Change.patch(path, change.get("value"));
                    };
                })
                .toArray(Change[]::new);
    }

    static WriteOptions options(JsonObject given) {
        WriteOptions options = WriteOptions.DEFAULT.strategy(
                MergeStrategy.ofWireName(given.getString("strategy", "replace")).orElseThrow());
        return given.containsKey("expectedVersion")
                ? options.expectedVersion(given.getInt("expectedVersion"))
                : options;
    }

    static JsonValue results(TransactionReply reply) {
        JsonArrayBuilder results = Json.array();
        reply.versions().forEach(version -> results.add(Json.object().add("version", version)));
        return results.build();
    }
}
