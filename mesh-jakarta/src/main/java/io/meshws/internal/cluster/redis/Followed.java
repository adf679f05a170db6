package io.meshws.internal.cluster.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The names of everything that an instance follows, stored with the instance instead of with the things that it follows. A name is
 * written before the instance follows it and removed after that ends, so that the set always contains everything that
 * has to be cleaned up.
 *
 * @param key the key of the set
 */
record Followed(String key) {
    private static final String ADD = "1";
    private static final String REMOVE = "0";
    /** How many of them are ended at a time. */
    private static final String BATCH = "256";

    CompletableFuture<Long> begins(Scripts scripts, String name) {
        return set(scripts, ADD, List.of(name));
    }

    CompletableFuture<Long> ended(Scripts scripts, String name) {
        return set(scripts, REMOVE, List.of(name));
    }

    /** Ends everything, for an instance that stops or died. */
    CompletableFuture<Void> endAll(Scripts scripts, Function<String, CompletableFuture<?>> end) {
        return scripts.<List<String>>eval(Script.SOME_MEMBERS, List.of(key), List.of(BATCH))
                .thenCompose(names -> {
                    if (names.isEmpty()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    return CompletableFuture.allOf(names.stream().map(end).toArray(CompletableFuture[]::new))
                            .thenCompose(done -> set(scripts, REMOVE, names))
                            .thenCompose(done -> endAll(scripts, end));
                });
    }

    private CompletableFuture<Long> set(Scripts scripts, String addOrRemove, List<String> names) {
        List<String> arguments = new ArrayList<>(List.of(addOrRemove));
        arguments.addAll(names);
        return scripts.eval(Script.SET_MEMBERS, List.of(key), arguments);
    }
}
