package io.meshws.internal.room;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The metadata of rooms, which is in the store only and changed by compare-and-set. Thread-safe. */
final class RoomMetadata {
    private final Cluster cluster;
    private final JsonBinding json;
    private final ValueLimit limit;

    RoomMetadata(MeshConfig config, Cluster cluster, JsonBinding json) {
        this.cluster = cluster;
        this.json = json;
        this.limit = ValueLimit.of("The metadata of a room", MeshProperty.MAX_ROOM_METADATA, config);
    }

    /** Empty if there is none. */
    CompletionStage<Optional<JsonValue>> get(String room) {
        return cluster.rooms().metadata(room).thenApply(text -> text.map(Json::readTrusted));
    }

    CompletionStage<Map<String, JsonValue>> all() {
        return cluster.rooms().allMetadata().thenApply(texts -> {
            Map<String, JsonValue> values = new HashMap<>();
            texts.forEach((room, text) -> values.put(room, Json.readTrusted(text)));
            return values;
        });
    }

    CompletionStage<Void> set(String room, Object metadata, MergeStrategy strategy) {
        JsonValue written = json.toJson(metadata);
        return Attempt.of(() -> {
            // A value that is refused on its own is refused after a merge too, because merging only adds to it.
            String text = limit.text(written);
            return strategy == MergeStrategy.REPLACE
                    ? cluster.rooms()
                            .setMetadata(room, Optional.of(text).filter(given -> !written.equals(JsonValue.NULL)))
                    : merge(room, written, strategy);
        });
    }

    private CompletionStage<Void> merge(String room, JsonValue written, MergeStrategy strategy) {
        return cluster.rooms()
                .metadata(room)
                .thenCompose(old -> {
                    JsonValue merged = strategy.apply(old.map(Json::readTrusted).orElse(JsonValue.NULL), written);
                    return cluster.rooms().replaceMetadata(room, old, Optional.of(limit.text(merged)));
                })
                // Another write came between: that is progress, so this ends.
                .thenCompose(
                        replaced -> replaced ? CompletableFuture.completedStage(null) : merge(room, written, strategy));
    }
}
