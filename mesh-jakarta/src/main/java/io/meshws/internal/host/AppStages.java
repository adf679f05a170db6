package io.meshws.internal.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Passes stages to the application. They complete on the workers, so that the application's code holds up only itself,
 * and with the context that is {@linkplain Carried carried} by the thread to which they are passed. Thread-safe.
 */
public final class AppStages {
    private final Executor workers;

    public AppStages(Executor workers) {
        this.workers = workers;
    }

    /**
     * The stage for the application. A stage that's already complete is returned unchanged, because code that is
     * chained to it then runs on the chaining thread.
     *
     * @param name the purpose of the stage, for the log
     */
    public <T> CompletionStage<T> of(String name, CompletionStage<T> stage) {
        CompletableFuture<T> inside = stage.toCompletableFuture();
        if (inside.isDone()) {
            return inside;
        }
        CompletableFuture<T> outside = new CompletableFuture<>();
        inside.whenComplete(handingOver(name, (value, failure) -> {
            if (failure == null) {
                outside.complete(value);
            } else {
                outside.completeExceptionally(failure);
            }
        }));
        return outside;
    }

    /** Calls the consumer on a worker, with the context that this thread carries. */
    public <T> BiConsumer<T, Throwable> handingOver(String name, BiConsumer<T, Throwable> consumer) {
        Executor named = executor(name);
        Object carried = Carried.current();
        return (value, failure) -> named.execute(() -> {
            Object before = Carried.set(carried);
            try {
                consumer.accept(value, failure);
            } finally {
                Carried.set(before);
            }
        });
    }

    /** An executor that runs application code on the workers, with this name for the log. */
    public Executor executor(String name) {
        return task -> workers.execute(new AppTask(name, task));
    }

    /** The target as the application sees it, with all its stages completing on the workers. */
    public <T> T facade(Class<T> api, T target) {
        Map<Method, String> names = Stream.of(api.getMethods())
                .filter(method -> method.getReturnType() == CompletionStage.class)
                .collect(Collectors.toMap(method -> method, method -> api.getSimpleName() + "." + method.getName()));
        Object facade =
                Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    String name = names.get(method);
                    return name == null ? result : of(name, (CompletionStage<?>) result);
                });
        return api.cast(facade);
    }
}
