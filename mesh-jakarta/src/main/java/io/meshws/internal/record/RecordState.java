package io.meshws.internal.record;

import io.meshws.RecordSnapshot;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPatches;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;

/**
 * One version of a record. Immutable.
 *
 * @param value null if the record was deleted or nothing was written yet
 */
record RecordState(Version at, JsonValue value) {

    long version() {
        return at.number();
    }

    static RecordState of(Stored stored) {
        return new RecordState(stored.version(), stored.value() == null ? null : Json.readTrusted(stored.value()));
    }

    /** The version after this one. */
    RecordState after(RecordStep step, String epoch, String write) throws PatchFailedException {
        return new RecordState(new Version(epoch, write, version() + 1), step.isDeletion() ? null : valueAfter(step));
    }

    private JsonValue valueAfter(RecordStep step) throws PatchFailedException {
        return step.value() != null
                ? Json.readTrusted(step.value())
                : JsonPatches.apply(
                        value == null ? JsonValue.EMPTY_JSON_OBJECT : value,
                        Json.readTrusted(step.patch()).asJsonArray());
    }

    /**
     * Whether clients see no difference. If Redis went back, two writes, one before and one after, can give one number
     * two values.
     */
    boolean looksLike(RecordState other) {
        return version() == other.version() && Objects.equals(value, other.value);
    }

    RecordSnapshot snapshot(String recordId) {
        return new RecordSnapshot(recordId, Optional.ofNullable(value), version());
    }
}
