package io.meshws.internal.record;

import io.meshws.RecordSnapshot;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPatches;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * One version of a record. Immutable.
 *
 * @param value null where the record was deleted or nothing was written yet
 */
record RecordState(String epoch, long version, JsonValue value) {

    static RecordState of(Stored stored) {
        return new RecordState(
                stored.epoch(), stored.version(), stored.value() == null ? null : Json.readTrusted(stored.value()));
    }

    /** The version after this one. */
    RecordState after(String newEpoch, RecordStep step) throws PatchFailedException {
        return new RecordState(newEpoch, version + 1, step.isDeletion() ? null : valueAfter(step));
    }

    private JsonValue valueAfter(RecordStep step) throws PatchFailedException {
        return step.value() != null
                ? Json.readTrusted(step.value())
                : JsonPatches.apply(
                        value == null ? JsonValue.EMPTY_JSON_OBJECT : value,
                        Json.readTrusted(step.patch()).asJsonArray());
    }

    boolean isOfSameVersion(RecordState other) {
        return version == other.version && epoch.equals(other.epoch);
    }

    RecordSnapshot snapshot(String recordId) {
        return new RecordSnapshot(recordId, Optional.ofNullable(value), version);
    }
}
