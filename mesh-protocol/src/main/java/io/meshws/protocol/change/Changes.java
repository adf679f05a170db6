package io.meshws.protocol.change;

import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.patch.Steps;
import io.meshws.protocol.patch.Thawed;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes that take effect together, or not at all. Immutable. */
public final class Changes {
    private static final long MAX_STEPS = 1_000_000;

    private final List<Edit> edits;

    private Changes(List<Edit> edits) {
        this.edits = edits;
    }

    /**
     * Reads the form on the wire.
     *
     * @throws ChangeFailedException {@code EPAYLOAD} if it's no array of 1 to {@value Change#MAX_CHANGES} changes, or one of
     *     them is malformed
     */
    public static Changes read(JsonValue wire) throws ChangeFailedException {
        if (!(wire instanceof JsonArray array) || array.isEmpty() || array.size() > Change.MAX_CHANGES) {
            throw new ChangeFailedException(
                    ErrorCode.EPAYLOAD, "changes: expected an array of 1 to " + Change.MAX_CHANGES + " changes");
        }
        List<Edit> edits = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            try {
                edits.add(EditReader.read(array.get(i)));
            } catch (ChangeFailedException e) {
                throw new ChangeFailedException(i, e);
            }
        }
        return new Changes(edits);
    }

    /**
     * The value after all changes; the argument stays unchanged, and is returned if there is certainly no change.
     *
     * @param before null if there is no value
     * @return null if there is no value
     * @throws ChangeFailedException {@code ETYPE} if a change needs another type than it finds, {@code ENOTFOUND} if it
     *     needs an element that isn't there, {@code ETOOLARGE} if pulls after the first would compare more than a million
     *     values
     */
    public JsonValue applyTo(JsonValue before) throws ChangeFailedException {
        Object document = before;
        Steps steps = new Steps(MAX_STEPS);
        boolean pulled = false;
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            try {
                // However long an array is, one pull works.
                document = edit.applyTo(document, pulled ? steps : Steps.unlimited());
            } catch (ChangeFailedException e) {
                throw new ChangeFailedException(i, e);
            } catch (Steps.Exhausted e) {
                throw new ChangeFailedException(
                        i,
                        new ChangeFailedException(
                                ErrorCode.ETOOLARGE, ": " + edit + ": these changes compare too many values"));
            }
            pulled |= edit.operation() == Operation.PULL;
        }
        return Thawed.frozen(document);
    }

    /** The changes as their sender made them. */
    public List<Change> list() {
        return edits.stream().map(Edit::change).toList();
    }

    /** The first one, as text for a message. */
    public String first() {
        return edits.get(0).toString();
    }

    /**
     * The first change that is none of the given operations, as text for a message; empty if there is none. A push that
     * keeps only so many elements also removes some, so it needs {@code REMOVE} or {@code PULL} too.
     */
    public Optional<String> firstBeyond(Set<Operation> operations) {
        boolean removing = operations.contains(Operation.REMOVE) || operations.contains(Operation.PULL);
        return edits.stream()
                .filter(edit -> !operations.contains(edit.operation()) || edit.keep() > 0 && !removing)
                .findFirst()
                .map(edit -> edit.keep() > 0 ? edit + " with keep" : edit.toString());
    }
}
