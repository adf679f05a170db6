package io.meshws.internal.record;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Names;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.change.Changes;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Which records clients may read, write as a whole, and change by operations. Who may write may change, and who may write
 * or change may read, unless a guard for reading says otherwise. Thread-safe.
 */
final class RecordAccess {
    private final Exposure<Void> readable;
    private final Exposure<Void> writable;
    private final Exposure<Set<Operation>> changeable;

    RecordAccess(FailureLog failures) {
        this.readable = new Exposure<>(failures);
        this.writable = new Exposure<>(failures);
        this.changeable = new Exposure<>(failures);
    }

    void expose(String recordId, Guard guard) {
        readable.add(Names.record(recordId), guard, null);
    }

    void expose(Pattern recordIds, Guard guard) {
        readable.add(checked(recordIds), guard, null);
    }

    void exposeWritable(String recordId, Guard guard) {
        writable.add(Names.record(recordId), guard, null);
    }

    void exposeWritable(Pattern recordIds, Guard guard) {
        writable.add(checked(recordIds), guard, null);
    }

    void exposeChanges(String recordId, Guard guard, Set<Operation> operations) {
        changeable.add(Names.record(recordId), guard, checked(operations));
    }

    void exposeChanges(Pattern recordIds, Guard guard, Set<Operation> operations) {
        changeable.add(checked(recordIds), guard, checked(operations));
    }

    /** Takes back everything; returns whether there was anything. */
    boolean remove(String recordId) {
        Names.record(recordId);
        // Doesn't short-circuit: all end.
        return readable.remove(recordId) | writable.remove(recordId) | changeable.remove(recordId);
    }

    /** Like {@link #remove(String)}. */
    boolean remove(Pattern recordIds) {
        checked(recordIds);
        return readable.remove(recordIds) | writable.remove(recordIds) | changeable.remove(recordIds);
    }

    boolean removeWritable(String recordId) {
        return writable.remove(Names.record(recordId));
    }

    boolean removeWritable(Pattern recordIds) {
        return writable.remove(checked(recordIds));
    }

    boolean removeChanges(String recordId) {
        return changeable.remove(Names.record(recordId));
    }

    boolean removeChanges(Pattern recordIds) {
        return changeable.remove(checked(recordIds));
    }

    private static Pattern checked(Pattern recordIds) {
        return Objects.requireNonNull(recordIds, "recordIds");
    }

    private static Set<Operation> checked(Set<Operation> operations) {
        if (Objects.requireNonNull(operations, "operations").isEmpty()) {
            throw new IllegalArgumentException("No operations");
        }
        return EnumSet.copyOf(operations);
    }

    /** Whether anything exposes the record. */
    boolean covers(String recordId) {
        return readable.covers(recordId) || writable.covers(recordId) || changeable.covers(recordId);
    }

    CompletionStage<Boolean> mayRead(Connection client, String recordId) {
        Exposure<?> deciding = readable.covers(recordId) ? readable : writable.covers(recordId) ? writable : changeable;
        return deciding.allows(client, recordId);
    }

    /** Fails with {@code EFORBIDDEN} if the client may not write the record as a whole. */
    CompletionStage<Void> checkWrite(Connection client, String recordId) {
        return writable.allows(client, recordId)
                .thenCompose(allowed ->
                        answer(allowed, () -> "Record \"" + recordId + "\" is not writable by this connection"));
    }

    /** Fails with {@code EFORBIDDEN} if the client may not make all of the changes. */
    CompletionStage<Void> checkChanges(Connection client, String recordId, Changes changes) {
        Optional<String> beyond =
                changes.firstBeyond(changeable.settingOf(recordId).orElse(Set.of()));
        CompletionStage<Boolean> listed =
                beyond.isPresent() ? CompletableFuture.completedStage(false) : changeable.allows(client, recordId);
        return listed.thenCompose(allowed -> allowed ? listed : writable.allows(client, recordId))
                .thenCompose(allowed -> answer(
                        allowed,
                        () -> "Record \"" + recordId + "\" is not open to this connection for "
                                + beyond.or(() -> changes.firstBeyond(Set.of())).orElseThrow()));
    }

    private static CompletionStage<Void> answer(boolean allowed, Supplier<String> refusal) {
        return allowed
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(new CommandException(ErrorCode.EFORBIDDEN, refusal.get()));
    }
}
