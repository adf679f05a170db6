package io.meshws.internal.connection;

import io.meshws.internal.serial.SerialOperations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Changes the data of one connection in the store, in order, and never after the connection closed. Thread-safe. */
public final class StoredState {
    private final SerialOperations changes = new SerialOperations();
    private final Connection connection;
    private final LocalState own;

    StoredState(Connection connection, LocalState own) {
        this.connection = connection;
        this.own = own;
    }

    /**
     * Changes it: one change after the other, and never after the connection closed.
     *
     * @return fails with {@code EGONE} if it closed before
     */
    public <T> CompletionStage<T> change(Supplier<CompletionStage<T>> change) {
        return changes.run(() -> whileOpen(change));
    }

    /**
     * Like {@link #change}, for a change that a later one with the same key makes superfluous. If several wait, with
     * only such changes in between, only the last is made, and all have its result.
     */
    public <T> CompletionStage<T> changeToLatest(String key, Supplier<CompletionStage<T>> change) {
        return changes.runLatest(key, () -> whileOpen(change));
    }

    private <T> CompletionStage<T> whileOpen(Supplier<CompletionStage<T>> change) {
        return connection.isOpen() ? own.change(change) : CompletableFuture.failedFuture(Connection.gone());
    }

    /** Like {@link #change}, for changes made when the connection is closed. */
    public <T> CompletionStage<T> changeWhenClosed(Supplier<CompletionStage<T>> change) {
        return changes.run(() -> own.change(change));
    }
}
