package io.meshws.internal.record;

import io.meshws.CommandException;
import io.meshws.RecordSnapshot;
import io.meshws.TransactionResult;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Part;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Transaction;
import io.meshws.internal.serial.Attempt;
import io.meshws.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A transaction, from its place in the queues of its records' writers until they go on. When it has its turn at all of them, it
 * reads the records, calls the function, and writes by compare-and-set of all versions; if another instance was faster it
 * begins again from the state that it left. After several losses it reserves all of the records for a moment. It ends, even if something
 * on its way throws. Thread-safe.
 */
final class RunningTransaction<T> implements Waiting {
    private final Setting setting;
    private final List<String> recordIds;
    private final Function<? super StagedTransaction, ? extends T> function;
    private final Executor executor;
    private final boolean once;

    private final CompletableFuture<TransactionResult<T>> result = new CompletableFuture<>();
    private final Set<RecordWriter> missing = new HashSet<>();
    private List<RecordWriter> writers = List.of();
    /** Changes only between an answer of the store and the next question to it. */
    private int losses;

    /** Shared by all transactions of an instance. */
    record Setting(RecordStore store, RecordValues values, Supplier<String> ids, RecordLives lives) {}

    /** A run of the function, and a plan for each record in their order. */
    private record Run<T>(String id, T value, List<RecordPlan> plans) {}

    /**
     * @param recordIds without duplicates
     * @param executor runs the function
     * @param once whether the function must not run again
     */
    RunningTransaction(
            Setting setting,
            List<String> recordIds,
            Function<? super StagedTransaction, ? extends T> function,
            Executor executor,
            boolean once) {
        this.setting = setting;
        this.recordIds = recordIds;
        this.function = function;
        this.executor = executor;
        this.once = once;
    }

    List<String> recordIds() {
        return recordIds;
    }

    CompletionStage<TransactionResult<T>> result() {
        return result;
    }

    /** @param all the writers of the records, in their order; before it's added to any of them */
    void at(List<RecordWriter> all) {
        writers = all;
        missing.addAll(all);
    }

    /** The writer does nothing else until it's told that the transaction ended. */
    void arrived(RecordWriter writer) {
        boolean complete;
        synchronized (missing) {
            complete = missing.remove(writer) && missing.isEmpty();
        }
        if (complete) {
            ask(() -> setting.store().read(recordIds), this::attempt);
        }
    }

    private void attempt(List<Stored> found) {
        ask(() -> CompletableFuture.supplyAsync(() -> Attempt.of(() -> run(found)), executor), this::ran);
    }

    /** Ends with the function's exception as it is. */
    private void ran(CompletionStage<Run<T>> run) {
        ask(() -> run, this::carryOut);
    }

    private CompletionStage<Run<T>> run(List<Stored> found) {
        String id = setting.ids().get();
        Map<String, RecordState> states = new LinkedHashMap<>();
        for (int i = 0; i < recordIds.size(); i++) {
            states.put(recordIds.get(i), RecordState.of(found.get(i)));
        }
        StagedTransaction staged = new StagedTransaction(setting.values(), states);
        T value = staged.run(function);
        List<RecordPlan> plans = new ArrayList<>();
        states.forEach((recordId, state) ->
                plans.add(RecordPlan.of(recordId, state, id, setting.values().limit(), staged.writes(recordId))));
        Optional<Throwable> refusal = plans.stream()
                .flatMap(plan -> plan.outcomes().stream())
                .map(RecordPlan.WriteResult::refusal)
                .filter(Objects::nonNull)
                .findFirst();
        return refusal.<CompletionStage<Run<T>>>map(CompletableFuture::failedStage)
                .orElseGet(() -> CompletableFuture.completedStage(new Run<>(id, value, plans)));
    }

    private void carryOut(Run<T> run) {
        if (run.plans().stream().allMatch(plan -> plan.steps().isEmpty())) {
            done(run);
            return;
        }
        boolean insisting = losses >= RecordWriter.LOSSES_BEFORE_INSISTING;
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < recordIds.size(); i++) {
            RecordPlan plan = run.plans().get(i);
            String recordId = recordIds.get(i);
            parts.add(
                    plan.steps().isEmpty()
                            ? new Part(recordId, plan.base().at(), null)
                            : Part.of(plan.write(setting.lives().begin(recordId), false)));
        }
        ask(
                () -> setting.store().write(new Transaction(run.id(), parts, insisting)),
                there -> there.ifPresentOrElse(found -> lost(run, found), () -> done(run)));
    }

    private void lost(Run<T> run, List<Stored> found) {
        losses++;
        if (!once) {
            attempt(found);
            return;
        }
        for (int i = 0; i < recordIds.size(); i++) {
            if (!found.get(i).version().equals(run.plans().get(i).base().at())) {
                failed(new CommandException(
                        ErrorCode.ECONFLICT,
                        "Record \"" + recordIds.get(i) + "\" changed while the transaction ran; nothing was written"));
                return;
            }
        }
        // Another instance has reserved one of them for a moment.
        carryOut(run);
    }

    private void done(Run<T> run) {
        CompletableFuture<?>[] told = run.plans().stream()
                .flatMap(plan -> plan.outcomes().stream())
                .map(outcome -> outcome.write().result())
                .toArray(CompletableFuture[]::new);
        List<RecordSnapshot> after = new ArrayList<>();
        for (int i = 0; i < recordIds.size(); i++) {
            after.add(run.plans().get(i).result().snapshot(recordIds.get(i)));
        }
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).ended(this, run.plans().get(i));
        }
        CompletableFuture.allOf(told)
                .thenRun(() -> result.complete(new TransactionResult<>(run.id(), run.value(), List.copyOf(after))));
    }

    private void failed(Throwable failure) {
        // Whether it was written may be unknown.
        writers.forEach(writer -> writer.ended(this, null));
        result.completeExceptionally(failure);
    }

    private <A> void ask(Supplier<CompletionStage<A>> question, Consumer<A> answer) {
        Attempt.of(question).whenComplete((value, failure) -> {
            if (failure != null) {
                failed(failure);
                return;
            }
            try {
                answer.accept(value);
            } catch (Throwable e) {
                failed(e);
            }
        });
    }
}
