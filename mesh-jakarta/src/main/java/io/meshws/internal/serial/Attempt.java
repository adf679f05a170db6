package io.meshws.internal.serial;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A call that answers with a stage, for callers that would wait forever if it threw instead. */
public final class Attempt {
    private Attempt() {}

    /** The stage; a failed one if the call throws anything. */
    public static <T> CompletionStage<T> of(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Completes the result as the stage completes. */
    public static <T> void of(Supplier<CompletionStage<T>> call, CompletableFuture<T> result) {
        of(call).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    /** The cause of a stage's failure, without the exception in which stages wrap it. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
