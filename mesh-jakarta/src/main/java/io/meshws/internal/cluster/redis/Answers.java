package io.meshws.internal.cluster.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Converts the answers and arguments of scripts. */
final class Answers {
    private Answers() {}

    /** Reads a list of field, value, field, value. */
    static Map<String, String> pairs(List<String> flat) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            pairs.put(flat.get(i), flat.get(i + 1));
        }
        return pairs;
    }

    static List<String> flat(Map<String, String> pairs) {
        List<String> flat = new ArrayList<>(2 * pairs.size());
        pairs.forEach((field, value) -> {
            flat.add(field);
            flat.add(value);
        });
        return flat;
    }

    /** All results in the order of the stages; fails if one of them does. */
    static <T> CompletableFuture<List<T>> all(List<? extends CompletionStage<T>> stages) {
        List<CompletableFuture<T>> futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
