package io.meshws.it.live;

import io.meshws.Command;
import io.meshws.RecordChanged;
import io.meshws.Records;
import io.meshws.TransactionResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Moves amounts from one record to another, and reports in which transactions it was observed. */
@ApplicationScoped
public class Transfers {
    @Inject
    private Records records;

    private final Queue<String> observed = new ConcurrentLinkedQueue<>();

    public record Transfer(String from, String to, int amount) {}

    @Command("transfer")
    public CompletionStage<String> transfer(Transfer transfer) {
        return records.transaction(
                        tx -> {
                            int has = tx.get(transfer.from(), Integer.class).orElse(0);
                            int had = tx.get(transfer.to(), Integer.class).orElse(0);
                            tx.write(transfer.from(), has - transfer.amount());
                            tx.write(transfer.to(), had + transfer.amount());
                            return null;
                        },
                        transfer.from(),
                        transfer.to())
                .thenApply(TransactionResult::id);
    }

    void changed(@Observes RecordChanged event) {
        event.transaction().ifPresent(id -> observed.add(event.recordId() + " " + id));
    }

    @Command("observed-transactions")
    public List<String> observed(String recordId) {
        return observed.stream()
                .filter(event -> event.startsWith(recordId + " "))
                .map(event -> event.substring(recordId.length() + 1))
                .toList();
    }
}
