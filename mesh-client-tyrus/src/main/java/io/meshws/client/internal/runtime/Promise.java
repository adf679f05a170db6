package io.meshws.client.internal.runtime;

import io.meshws.client.MeshClientException;
import io.meshws.protocol.ErrorCode;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The application's view of a future that completes on a thread that must not be held up: it completes on an executor instead. A
 * thread that waits for it by {@link #await} needs none of the executor's.
 *
 * @param <S> as it completes
 * @param <T> as the application gets it
 */
public final class Promise<S, T> extends CompletableFuture<T> {
    private final CompletableFuture<S> source;
    private final Function<S, T> convert;

    /** @param convert may be called twice, by the waiting thread and on the executor; may throw a {@link MeshClientException} */
    private Promise(CompletableFuture<S> source, Function<S, T> convert) {
        this.source = source;
        this.convert = convert;
    }

    /** @param cancelled called when the application cancels it, or completes it itself */
    public static <S, T> Promise<S, T> of(
            CompletableFuture<S> source, Function<S, T> convert, Executor executor, Runnable cancelled) {
        Promise<S, T> promise = new Promise<>(source, convert);
        source.whenComplete((value, failure) -> {
            if (!promise.isDone()) {
                executor.execute(() -> promise.finish(value, failure));
            }
        });
        promise.whenComplete((value, failure) -> {
            if (!source.isDone()) {
                cancelled.run();
            }
        });
        return promise;
    }

    private void finish(S value, Throwable failure) {
        if (failure != null) {
            completeExceptionally(causeOf(failure));
            return;
        }
        try {
            complete(convert.apply(value));
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    /**
     * Waits, however long it takes: the operation has a time-out of its own.
     *
     * @throws MeshClientException with the failure's code, and this thread's stack
     */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future instanceof Promise<?, T> promise ? promise.here() : future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(false);
            throw MeshClientException.of(ErrorCode.ETIMEOUT.body("The wait was interrupted"), e);
        } catch (ExecutionException e) {
            throw fresh(causeOf(e));
        } catch (CancellationException e) {
            throw MeshClientException.of(ErrorCode.ETIMEOUT.body("It was cancelled"), e);
        }
    }

    /**
     * Like {@link #await}, for futures that never fail.
     *
     * @param interrupted called if this thread is interrupted
     */
    public static <R> R wait(CompletableFuture<R> source, Runnable interrupted) {
        try {
            return source.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted.run();
            throw MeshClientException.of(ErrorCode.ETIMEOUT.body("The wait was interrupted"), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private T here() throws InterruptedException, ExecutionException {
        return convert.apply(source.get());
    }

    private static RuntimeException fresh(Throwable failure) {
        if (failure instanceof MeshClientException e) {
            return e.here();
        }
        return MeshClientException.of(ErrorCode.ESERVER.body(String.valueOf(failure.getMessage())), failure);
    }

    /** The cause of a future's failure, without the exception in which futures wrap it. */
    public static Throwable causeOf(Throwable failure) {
        boolean isWrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return isWrapper && failure.getCause() != null ? failure.getCause() : failure;
    }
}
