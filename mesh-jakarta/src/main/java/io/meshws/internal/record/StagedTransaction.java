package io.meshws.internal.record;

import io.meshws.RecordConflictException;
import io.meshws.RecordSnapshot;
import io.meshws.RecordTransaction;
import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** One run of a transaction's function: the records that it finds, and its writes so far. Not thread-safe. */
final class StagedTransaction implements RecordTransaction {
    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    private final RecordValues values;
    private final Map<String, RecordState> found;
    /** The values that were written, null for a deletion. */
    private final Map<String, JsonValue> staged = new HashMap<>();

    private boolean running;

    StagedTransaction(RecordValues values, Map<String, RecordState> found) {
        this.values = values;
        this.found = found;
    }

    /**
     * Refuses calls that a transaction's function must not make: they would wait for the transaction, or happen
     * again with the function.
     *
     * @throws IllegalStateException on a thread that runs one
     */
    static void checkOutside() {
        if (INSIDE.get() != null) {
            throw new IllegalStateException(
                    "The function of a transaction can write by its argument alone, and can't begin another transaction");
        }
    }

    <T> T run(Function<? super StagedTransaction, ? extends T> function) {
        INSIDE.set(true);
        running = true;
        try {
            return function.apply(this);
        } finally {
            running = false;
            INSIDE.remove();
        }
    }

    /** The write of the record, if there is one. */
    List<PendingWrite> writes(String recordId) {
        if (!staged.containsKey(recordId)) {
            return List.of();
        }
        JsonValue value = staged.get(recordId);
        return List.of(PendingWrite.ofTransaction(before -> value));
    }

    /** @param expectedVersion null if any will do */
    void expect(String recordId, Long expectedVersion) {
        long version = found(recordId).version();
        if (expectedVersion != null && expectedVersion != version) {
            throw new RecordConflictException(recordId, expectedVersion, version);
        }
    }

    void apply(String recordId, PendingWrite.Edit edit) {
        JsonValue before = value(recordId);
        try {
            staged.put(recordId, edit.applyTo(before));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public RecordSnapshot get(String recordId) {
        return new RecordSnapshot(
                recordId, Optional.ofNullable(value(recordId)), found(recordId).version());
    }

    @Override
    public <T> Optional<T> get(String recordId, Class<T> type) {
        Objects.requireNonNull(type, "type");
        JsonValue value = value(recordId);
        return value == null ? Optional.empty() : Optional.ofNullable(values.bound(recordId, value, type));
    }

    @Override
    public void write(String recordId, Object value, MergeStrategy strategy) {
        Objects.requireNonNull(strategy, "strategy");
        apply(recordId, PendingWrite.Edit.writing(values.toJson(value), strategy));
    }

    @Override
    public void change(String recordId, Change... changes) {
        apply(recordId, RecordValues.edit(recordId, values.toChanges(changes)));
    }

    @Override
    public void delete(String recordId) {
        apply(recordId, PendingWrite.Edit.DELETION);
    }

    private JsonValue value(String recordId) {
        RecordState state = found(recordId);
        return staged.containsKey(recordId) ? staged.get(recordId) : state.value();
    }

    private RecordState found(String recordId) {
        if (!running) {
            throw new IllegalStateException("The function has returned: use the transaction only while it runs");
        }
        RecordState state = found.get(recordId);
        if (state == null) {
            throw new IllegalArgumentException("The transaction did not name the record \"" + recordId + "\"");
        }
        return state;
    }
}
