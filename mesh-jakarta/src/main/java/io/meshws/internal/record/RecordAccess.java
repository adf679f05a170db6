package io.meshws.internal.record;

import io.meshws.ChangeGuard;
import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.Change.Operation;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.change.Changes;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Decides which records clients may read, write as a whole, and change by operations. A client that may write may
 * also change, and one that may write or change may read, unless a guard for reading says otherwise. Thread-safe.
 */
final class RecordAccess {
    private static final CompletionStage<Boolean> YES = CompletableFuture.completedStage(true);

    private final Exposure<Void> readable;
    private final Exposure<Void> writable;
    private final Exposure<ChangeRule> changeable;

    RecordAccess(FailureLog failures) {
        this.readable = new Exposure<>(failures);
        this.writable = new Exposure<>(failures);
        this.changeable = new Exposure<>(failures);
    }

    void expose(Selector records, Guard guard) {
        readable.add(records, guard, null);
    }

    void exposeWritable(Selector records, Guard guard) {
        writable.add(records, guard, null);
    }

    void exposeChanges(Selector records, Guard guard, Set<Operation> operations) {
        changeable.add(records, guard, ChangeRule.of(guard, operations));
    }

    void exposeChanges(Selector records, ChangeGuard guard) {
        ChangeRule rule = ChangeRule.of(guard);
        changeable.add(records, rule.reading(), rule);
    }

    /** Takes back everything; returns whether there was anything. */
    boolean remove(Selector records) {
        // Doesn't short-circuit: all end.
        return readable.remove(records) | writable.remove(records) | changeable.remove(records);
    }

    boolean removeWritable(Selector records) {
        return writable.remove(records);
    }

    boolean removeChanges(Selector records) {
        return changeable.remove(records);
    }

    /** Whether anything exposes the record. */
    boolean covers(String recordId) {
        return readable.covers(recordId) || writable.covers(recordId) || changeable.covers(recordId);
    }

    CompletionStage<Boolean> mayRead(Connection client, String recordId) {
        return readable.covers(recordId)
                ? readable.allows(client, recordId)
                : writable.allows(client, recordId)
                        .thenCompose(allowed -> allowed ? YES : changeable.allows(client, recordId));
    }

    /** Fails with {@code EFORBIDDEN} if the client may not write the record as a whole. */
    CompletionStage<Void> checkWrite(Connection client, String recordId) {
        return writable.allows(client, recordId)
                .thenCompose(allowed ->
                        answer(allowed, () -> "Record \"" + recordId + "\" is not writable by this connection"));
    }

    /** Fails with {@code EFORBIDDEN} if the client may not make all of the changes. */
    CompletionStage<Void> checkChanges(Connection client, String recordId, Changes changes) {
        return changeable
                .allows(client, recordId, rule -> rule.making(changes))
                .thenCompose(allowed -> allowed ? YES : writable.allows(client, recordId))
                .thenCompose(allowed -> answer(
                        allowed,
                        () -> "Record \"" + recordId + "\" is not open to this connection for "
                                + changeable
                                        .settingOf(recordId)
                                        .flatMap(rule -> rule.firstBeyond(changes))
                                        .orElseGet(changes::first)));
    }

    private static CompletionStage<Void> answer(boolean allowed, Supplier<String> refusal) {
        return allowed
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(new CommandException(ErrorCode.EFORBIDDEN, refusal.get()));
    }
}
