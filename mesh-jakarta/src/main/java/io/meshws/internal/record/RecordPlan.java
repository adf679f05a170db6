package io.meshws.internal.record;

import io.meshws.RecordConflictException;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.patch.Difference;
import io.meshws.protocol.patch.JsonDiff;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of the writes that wait for a record, applied one after the other, if the record is still in the state
 * that they are based on. Some may change nothing, or be refused; only those that change the record count as versions.
 * Not thread-safe.
 */
final class RecordPlan {
    static final int MAX_WRITES = 64;
    private static final int MAX_CHARACTERS = 256 * 1024;
    /**
     * Up to this length the value is sent with its patch, because that costs less than applying the patch everywhere.
     */
    private static final int SHORT = 1024;

    private final String recordId;
    private final ValueLimit limit;
    private final String id;
    private final String epoch;
    private final RecordState base;
    private final List<RecordStep> steps = new ArrayList<>();
    private final List<WriteResult> outcomes = new ArrayList<>();
    private RecordState state;
    /** JSON text of the state's value if a step made it. */
    private String text;

    private int characters;

    /**
     * The outcome of one write.
     *
     * @param before the value before it; null if the record had none
     * @param state the state after it
     * @param refusal null if the write is done
     */
    record WriteResult(PendingWrite write, JsonValue before, RecordState state, boolean changed, Throwable refusal) {}

    /** A version that the plan creates. */
    private record Next(RecordStep step, RecordState state, String text) {}

    /** @param id the id of the write that this plan makes; also the epoch of a record that has none yet */
    static RecordPlan of(
            String recordId, RecordState base, String id, ValueLimit limit, Iterable<PendingWrite> waiting) {
        RecordPlan plan = new RecordPlan(recordId, base, id, limit);
        for (PendingWrite write : waiting) {
            if (plan.outcomes.size() == MAX_WRITES || plan.characters > MAX_CHARACTERS) {
                break;
            }
            plan.add(write);
        }
        return plan;
    }

    private RecordPlan(String recordId, RecordState base, String id, ValueLimit limit) {
        this.recordId = recordId;
        this.base = base;
        this.state = base;
        this.id = id;
        this.epoch = base.at().epoch().isEmpty() ? id : base.at().epoch();
        this.limit = limit;
    }

    RecordState base() {
        return base;
    }

    /** The state after all writes. */
    RecordState result() {
        return state;
    }

    /** JSON text of the result's value; null if it has none. Only valid if there are steps. */
    String resultText() {
        return text;
    }

    /** The write that this plan makes; only if there are steps. */
    Write write(long lifeMillis, boolean insisting) {
        return new Write(recordId, id, base.at(), epoch, text, steps, lifeMillis, insisting);
    }

    List<RecordStep> steps() {
        return steps;
    }

    List<WriteResult> outcomes() {
        return outcomes;
    }

    private void add(PendingWrite write) {
        JsonValue before = state.value();
        Next next;
        try {
            next = after(write);
        } catch (Throwable e) {
            // This concerns one write only: the others go on.
            outcomes.add(new WriteResult(write, before, state, false, e));
            return;
        }
        if (next != null) {
            steps.add(next.step());
            characters += next.step().characters();
            state = next.state();
            text = next.text();
        }
        outcomes.add(new WriteResult(write, before, state, next != null, null));
    }

    /** Null if the write changes nothing. */
    private Next after(PendingWrite write) throws Exception {
        if (write.expectedVersion() != null && write.expectedVersion() != state.version()) {
            throw new RecordConflictException(recordId, write.expectedVersion(), state.version());
        }
        JsonValue value = write.edit().applyTo(state.value());
        if (value == null) {
            return state.value() == null ? null : next(RecordStep.DELETED, null, null);
        }
        String valueText = limit.text(value);
        Difference difference = difference(value, valueText.length());
        if (difference instanceof Difference.Unchanged) {
            return null;
        }
        return next(
                difference instanceof Difference.Patch patch
                        ? step(patch.text(), valueText)
                        : new RecordStep(null, valueText),
                value,
                valueText);
    }

    /** The difference to tell subscribers. A first object that is written differs from the empty one. */
    private Difference difference(JsonValue value, int length) {
        if (state.value() != null) {
            return JsonDiff.between(state.value(), value, length);
        }
        Difference fromEmpty = value instanceof JsonObject
                ? JsonDiff.between(JsonValue.EMPTY_JSON_OBJECT, value, length)
                : Difference.Full.FULL;
        // The empty object is a value, and so a version, too.
        return fromEmpty instanceof Difference.Unchanged ? Difference.Full.FULL : fromEmpty;
    }

    private static RecordStep step(String patch, String value) {
        return new RecordStep(patch, value.length() <= SHORT || value.length() <= patch.length() ? value : null);
    }

    private Next next(RecordStep step, JsonValue value, String valueText) {
        return new Next(step, new RecordState(new Version(epoch, id, state.version() + 1), value), valueText);
    }
}
