package io.meshws.internal.cluster.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The names of what an instance follows, beside the instance and not beside what it follows: written before it follows
 * and removed after it ends, so that they always name all that is to be cleaned up after it.
 *
 * @param key of the set
 */
record Followed(String key) {
    private static final String ADD = "1";
    private static final String REMOVE = "0";
    /** How many are ended at a time. */
    private static final String BATCH = "256";

    CompletableFuture<Long> begins(Scripts scripts, String name) {
        return set(scripts, ADD, List.of(name));
    }

    CompletableFuture<Long> ended(Scripts scripts, String name) {
        return set(scripts, REMOVE, List.of(name));
    }

    /** Ends everything: for an instance that stops, or one that died. */
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
