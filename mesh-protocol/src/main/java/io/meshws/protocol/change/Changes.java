package io.meshws.protocol.change;

import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes that take effect together, or not at all. Immutable. */
public final class Changes {
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
     *     needs an element that isn't there
     */
    public JsonValue on(JsonValue before) throws ChangeFailedException {
        JsonValue value = before;
        for (int i = 0; i < edits.size(); i++) {
            try {
                value = edits.get(i).on(value);
            } catch (ChangeFailedException e) {
                throw new ChangeFailedException(i, e);
            }
        }
        return value;
    }

    /** The first change that is none of the given operations, as text for a message; empty if there is none. */
    public Optional<String> firstBeyond(Set<Operation> operations) {
        return edits.stream()
                .filter(edit -> !operations.contains(edit.operation()))
                .findFirst()
                .map(Edit::toString);
    }
}
