package io.meshws.internal.event;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.serial.Attempt;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The names with listeners on this instance. Failed subscriptions are retried. Thread-safe. */
final class Interest {
    private static final FailureLog.Message NOT_LISTENING = new FailureLog.Message(
            System.getLogger(Interest.class.getPackageName()), System.Logger.Level.WARNING, "MESH-0903");

    private final Cluster cluster;
    private final FailureLog failures;
    /** Each name, with the outcome of the last attempt. */
    private final Map<String, CompletableFuture<Void>> names = new HashMap<>();

    Interest(Cluster cluster, FailureLog failures) {
        this.cluster = cluster;
        this.failures = failures;
    }

    /** The stage of the last attempt to listen to the name. */
    synchronized CompletionStage<Void> begin(String name) {
        return names.computeIfAbsent(name, this::attempt).copy();
    }

    synchronized void end(String name) {
        names.remove(name);
        Attempt.of(() -> cluster.events().ignore(name));
    }

    /** Completes when all attempts have ended, successfully or not. */
    synchronized CompletionStage<Void> attempted() {
        return CompletableFuture.allOf(names.values().toArray(CompletableFuture[]::new))
                .handle((done, failure) -> null);
    }

    synchronized void rejoined() {
        names.replaceAll((name, before) -> attempt(name));
    }

    synchronized void retry() {
        if (cluster.isAvailable()) {
            names.replaceAll((name, before) -> before.isCompletedExceptionally() ? attempt(name) : before);
        }
    }

    private CompletableFuture<Void> attempt(String name) {
        CompletableFuture<Void> attempt =
                Attempt.of(() -> cluster.events().listen(name)).toCompletableFuture();
        attempt.whenComplete((done, failure) -> {
            if (failure != null && cluster.isAvailable()) {
                failures.add(
                        NOT_LISTENING, name, "", "Events " + name + " of other instances do not arrive yet", failure);
            }
        });
        return attempt;
    }
}
