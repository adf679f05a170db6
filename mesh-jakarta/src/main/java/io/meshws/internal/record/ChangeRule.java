package io.meshws.internal.record;

import io.meshws.ChangeGuard;
import io.meshws.Guard;
import io.meshws.protocol.Change;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.change.Changes;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Limits the changes of clients to a record: only these operations, and only if the guard for them allows it.
 *
 * @param guard the guard for some changes; none for reading
 */
record ChangeRule(Set<Operation> operations, Function<List<Change>, Guard> guard) {

    static ChangeRule of(Guard guard, Set<Operation> operations) {
        if (Objects.requireNonNull(operations, "operations").isEmpty()) {
            throw new IllegalArgumentException("Name at least one operation");
        }
        return new ChangeRule(EnumSet.copyOf(operations), changes -> guard);
    }

    static ChangeRule of(ChangeGuard guard) {
        Objects.requireNonNull(guard, "guard");
        return new ChangeRule(
                EnumSet.allOf(Operation.class),
                changes -> (connection, recordId) -> guard.allows(connection, recordId, changes));
    }

    Guard reading() {
        return guard.apply(List.of());
    }

    Guard making(Changes changes) {
        return firstBeyond(changes).isPresent() ? (connection, recordId) -> false : guard.apply(changes.list());
    }

    /** The first change that the operations don't cover. */
    Optional<String> firstBeyond(Changes changes) {
        return changes.firstBeyond(operations);
    }
}
