package io.meshws.internal.record;

import io.meshws.ChangeGuard;
import io.meshws.Guard;
import io.meshws.Records;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.Change.Operation;
import java.util.Set;
import java.util.regex.Pattern;

/** The part of the facade that exposes records to clients. Thread-safe. */
abstract class ExposedRecords implements Records {
    final RecordAccess access;

    ExposedRecords(RecordAccess access) {
        this.access = access;
    }

    /** Something is exposed no longer. */
    protected abstract void accessEnded();

    @Override
    public void expose(String recordId, Guard guard) {
        access.expose(Selector.record(recordId), guard);
    }

    @Override
    public void expose(Pattern recordIds, Guard guard) {
        access.expose(Selector.matching(recordIds, "recordIds"), guard);
    }

    @Override
    public void exposeWritable(String recordId, Guard guard) {
        access.exposeWritable(Selector.record(recordId), guard);
    }

    @Override
    public void exposeWritable(Pattern recordIds, Guard guard) {
        access.exposeWritable(Selector.matching(recordIds, "recordIds"), guard);
    }

    @Override
    public void exposeChanges(String recordId, Guard guard, Set<Operation> operations) {
        access.exposeChanges(Selector.record(recordId), guard, operations);
    }

    @Override
    public void exposeChanges(Pattern recordIds, Guard guard, Set<Operation> operations) {
        access.exposeChanges(Selector.matching(recordIds, "recordIds"), guard, operations);
    }

    @Override
    public void exposeChanges(String recordId, ChangeGuard guard) {
        access.exposeChanges(Selector.record(recordId), guard);
    }

    @Override
    public void exposeChanges(Pattern recordIds, ChangeGuard guard) {
        access.exposeChanges(Selector.matching(recordIds, "recordIds"), guard);
    }

    @Override
    public boolean unexpose(String recordId) {
        return ended(access.remove(Selector.record(recordId)));
    }

    @Override
    public boolean unexpose(Pattern recordIds) {
        return ended(access.remove(Selector.matching(recordIds, "recordIds")));
    }

    @Override
    public boolean unexposeWritable(String recordId) {
        return ended(access.removeWritable(Selector.record(recordId)));
    }

    @Override
    public boolean unexposeWritable(Pattern recordIds) {
        return ended(access.removeWritable(Selector.matching(recordIds, "recordIds")));
    }

    @Override
    public boolean unexposeChanges(String recordId) {
        return ended(access.removeChanges(Selector.record(recordId)));
    }

    @Override
    public boolean unexposeChanges(Pattern recordIds) {
        return ended(access.removeChanges(Selector.matching(recordIds, "recordIds")));
    }

    private boolean ended(boolean removed) {
        if (removed) {
            accessEnded();
        }
        return removed;
    }
}
