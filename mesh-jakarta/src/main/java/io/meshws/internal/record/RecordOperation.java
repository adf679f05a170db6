package io.meshws.internal.record;

import io.meshws.internal.connection.Connection;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.change.Changes;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** One operation of a client's transaction. Immutable. */
public final class RecordOperation {
    private final String recordId;
    private final PendingWrite.Edit edit;
    private final Long expectedVersion;
    /** Null if it isn't one of changes. */
    private final Changes changes;

    private RecordOperation(String recordId, PendingWrite.Edit edit, Long expectedVersion, Changes changes) {
        this.recordId = NameRules.record(recordId);
        this.edit = edit;
        this.expectedVersion = expectedVersion;
        this.changes = changes;
    }

    /** @param expectedVersion null if any version will do, as below */
    public static RecordOperation write(
            String recordId, JsonValue value, MergeStrategy strategy, Long expectedVersion) {
        return new RecordOperation(recordId, PendingWrite.Edit.writing(value, strategy), expectedVersion, null);
    }

    /**
     * @param wire the changes as the client sent them
     * @throws io.meshws.CommandException if they are malformed
     */
    public static RecordOperation change(String recordId, JsonValue wire, Long expectedVersion) {
        Changes changes = RecordValues.read(wire);
        return new RecordOperation(recordId, RecordValues.edit(recordId, changes), expectedVersion, changes);
    }

    public static RecordOperation delete(String recordId, Long expectedVersion) {
        return new RecordOperation(recordId, PendingWrite.Edit.DELETION, expectedVersion, null);
    }

    public String recordId() {
        return recordId;
    }

    /** Fails with {@code EFORBIDDEN} if the client may not do this. */
    CompletionStage<Void> check(RecordAccess access, Connection client) {
        return changes == null ? access.checkWrite(client, recordId) : access.checkChanges(client, recordId, changes);
    }

    void runIn(StagedTransaction transaction) {
        transaction.expect(recordId, expectedVersion);
        transaction.apply(recordId, edit);
    }
}
