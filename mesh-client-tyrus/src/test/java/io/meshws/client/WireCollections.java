package io.meshws.client;

import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/** Collections in the form of the exchanges. */
final class WireCollections {
    private WireCollections() {}

    static JsonObjectBuilder update(CollectionUpdate<JsonValue> update) {
        JsonArrayBuilder removed = Json.array();
        update.removed().forEach(removed::add);
        return Json.object()
                .add("collection", update.collectionId())
                .add("added", records(update.added()))
                .add("removed", removed)
                .add("changed", records(update.changed()));
    }

    static JsonValue records(List<CollectionRecord<JsonValue>> records) {
        JsonArrayBuilder all = Json.array();
        records.forEach(record -> all.add(Json.object()
                .add("id", record.id())
                .add("record", record.value())
                .add("version", record.version())));
        return all.build();
    }
}
