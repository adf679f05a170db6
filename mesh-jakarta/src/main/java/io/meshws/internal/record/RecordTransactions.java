package io.meshws.internal.record;

import io.meshws.CommandException;
import io.meshws.RecordTransaction;
import io.meshws.Records;
import io.meshws.TransactionResult;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The transactions of the application, and those of clients once they are allowed. Thread-safe. */
final class RecordTransactions {
    private final RunningTransaction.Setting setting;
    private final RecordWriters writers;
    private final Executor applications;

    /** @param applications runs functions of the application */
    RecordTransactions(RunningTransaction.Setting setting, RecordWriters writers, Executor applications) {
        this.setting = setting;
        this.writers = writers;
        this.applications = applications;
    }

    <T> CompletionStage<TransactionResult<T>> run(
            Function<? super RecordTransaction, ? extends T> function, boolean once, String... recordIds) {
        Objects.requireNonNull(function, "function");
        StagedTransaction.checkOutside();
        return writers.run(new RunningTransaction<>(
                setting, ids(List.of(Objects.requireNonNull(recordIds, "recordIds"))), function, applications, once));
    }

    /** @param operations 1 to {@value Records#MAX_TRANSACTION} */
    CompletionStage<TransactionResult<Void>> run(List<RecordOperation> operations) {
        List<String> recordIds =
                ids(operations.stream().map(RecordOperation::recordId).toList());
        return writers.run(new RunningTransaction<>(
                setting,
                recordIds,
                transaction -> {
                    operations.forEach(operation -> operation.runIn(transaction));
                    return null;
                },
                Runnable::run,
                false));
    }

    private static List<String> ids(Collection<String> recordIds) {
        recordIds.forEach(NameRules::record);
        Set<String> different = new LinkedHashSet<>(recordIds);
        if (different.isEmpty() || different.size() > Records.MAX_TRANSACTION) {
            throw new CommandException(
                    ErrorCode.EPAYLOAD, "A transaction is of 1 to " + Records.MAX_TRANSACTION + " records");
        }
        return List.copyOf(different);
    }
}
