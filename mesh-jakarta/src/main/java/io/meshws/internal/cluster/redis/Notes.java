package io.meshws.internal.cluster.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * This instance's last notes in a key that is apart from the data that it names, so that Redis Cluster may lose the key and keep
 * the data. Then they are noted again. Thread-safe.
 */
final class Notes {
    private static final int AT_ONCE = 256;
    private static final int MAX = 10_000;

    private final BiFunction<String, Long, CompletableFuture<?>> again;
    /** By name, with what the caller has to know of each. */
    private final Map<String, Long> noted = new LastNoted();
    /** Those that Redis may have lost. */
    private final Map<String, Long> unsure = new ConcurrentHashMap<>();

    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile int losses;

    /** @param again notes a name again, with its mark; the note is then added like any other */
    Notes(BiFunction<String, Long, CompletableFuture<?>> again) {
        this.again = again;
    }

    /** The mark of a name that is noted; null if it isn't, or if Redis may have lost the note. */
    Long mark(String name) {
        synchronized (noted) {
            return noted.get(name);
        }
    }

    /**
     * Notes a name.
     *
     * @param noting completes with its mark
     */
    CompletableFuture<Long> add(String name, Supplier<CompletableFuture<Long>> noting) {
        int before = losses;
        return noting.get().thenApply(mark -> {
            synchronized (noted) {
                (before == losses ? noted : unsure).put(name, mark);
            }
            return mark;
        });
    }

    /** Nothing of this name needs a note, unless it got another mark since. */
    void remove(String name, Long mark) {
        synchronized (noted) {
            noted.remove(name, mark);
        }
    }

    /** Redis may have lost them. */
    void lost() {
        synchronized (noted) {
            losses++;
            unsure.putAll(noted);
            noted.clear();
        }
        addAgain();
    }

    /** Adds those that Redis may have lost, and that could not be added yet. */
    void addAgain() {
        if (!unsure.isEmpty() && busy.compareAndSet(false, true)) {
            addSome().whenComplete((done, failure) -> busy.set(false));
        }
    }

    private CompletableFuture<Void> addSome() {
        List<Map.Entry<String, Long>> some = unsure.entrySet().stream()
                .limit(AT_ONCE)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
        return CompletableFuture.allOf(some.stream()
                        .map(entry -> again.apply(entry.getKey(), entry.getValue())
                                .thenRun(() -> unsure.remove(entry.getKey(), entry.getValue())))
                        .toArray(CompletableFuture[]::new))
                .thenCompose(done -> unsure.isEmpty() ? CompletableFuture.completedFuture(null) : addSome());
    }

    private static final class LastNoted extends LinkedHashMap<String, Long> {
        private static final long serialVersionUID = 1L;

        LastNoted() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX;
        }
    }
}
