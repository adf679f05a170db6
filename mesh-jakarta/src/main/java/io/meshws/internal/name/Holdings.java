package io.meshws.internal.name;

import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.internal.cluster.NameStore.Decision;
import io.meshws.internal.cluster.NameStore.Taking;
import io.meshws.internal.connection.LocalState;
import io.meshws.internal.serial.SerialOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The names that clients and beans of this instance have, or are about to take. After the store was away, they are taken
 * again, and those that the store has beyond them are marked as away. Thread-safe.
 */
final class Holdings {
    /** How many names are taken again at a time. */
    private static final int AT_ONCE = 256;

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final Cluster cluster;
    private final NameStore store;
    private final Duration grace;
    private final BooleanSupplier patient;
    private final Consumer<NameEntry> freed;
    private final LocalState own;
    private final Map<String, Map<String, Holding>> byHolder = new HashMap<>();
    private final Map<String, List<Holding>> byName = new HashMap<>();

    /**
     * @param patient see {@link NameStore#take}
     * @param freed told of holders whose grace ended
     */
    Holdings(Cluster cluster, Duration grace, BooleanSupplier patient, Consumer<NameEntry> freed) {
        this.cluster = cluster;
        this.store = cluster.names();
        this.grace = grace;
        this.patient = patient;
        this.freed = freed;
        this.own = new LocalState(cluster::isAvailable, this::writeAgain);
    }

    /** A name that a holder has, or is about to take. Guarded by its holdings. */
    private static final class Holding {
        private Claim claim;
        private final Consumer<NameEntry> lost;
        private final SerialOperations turns = new SerialOperations();
        private boolean taking;
        /** Completes when the name is no longer being taken. */
        private CompletableFuture<Void> settled;

        private boolean held;
        /** The number of the last change that this holding knows of. */
        private long number;
        /** The last change that came while the name was being taken. */
        private NameEntry heard;

        Holding(Claim claim, Consumer<NameEntry> lost) {
            this.claim = claim;
            this.lost = lost;
        }
    }

    /**
     * Takes a name; calls for one holder and name come one after the other.
     *
     * @param lost called if the holder loses the name, with the new holder, if there is one. The one of the first call that
     *     succeeded counts
     */
    CompletionStage<Taking> take(Claim claim, boolean replacing, Consumer<NameEntry> lost) {
        return own.change(() -> {
            Holding holding = begin(claim, lost);
            return take(holding, claim, replacing);
        });
    }

    private synchronized Holding begin(Claim claim, Consumer<NameEntry> lost) {
        Holding holding = byHolder.computeIfAbsent(claim.holder(), id -> new HashMap<>())
                .computeIfAbsent(claim.name(), name -> added(new Holding(claim, lost)));
        begin(holding);
        return holding;
    }

    private Holding added(Holding holding) {
        byName.computeIfAbsent(holding.claim.name(), name -> new ArrayList<>()).add(holding);
        return holding;
    }

    private static void begin(Holding holding) {
        holding.taking = true;
        holding.settled = new CompletableFuture<>();
        holding.heard = null;
    }

    private CompletionStage<Taking> take(Holding holding, Claim claim, boolean replacing) {
        CompletableFuture<Void> settled = holding.settled;
        return store.take(claim, replacing, patient.getAsBoolean())
                .whenComplete((taking, failure) -> {
                    if (failure != null) {
                        failed(holding);
                    } else {
                        taking.freed().ifPresent(freed);
                    }
                })
                .thenApply(taking -> taken(holding, claim, taking))
                .whenComplete((taking, failure) -> settled.complete(null));
    }

    private synchronized void failed(Holding holding) {
        holding.taking = false;
        if (!holding.held) {
            forget(holding);
        }
    }

    private synchronized Taking taken(Holding holding, Claim claim, Taking taking) {
        holding.taking = false;
        NameEntry heard = holding.heard;
        boolean overtaken =
                heard != null && heard.number() > taking.entry().number() && !(heard.isOf(claim) && heard.isHere());
        if (taking.isRefused() || overtaken) {
            forget(holding);
            return taking.isRefused() ? taking : new Taking(Decision.REFUSED, heard, taking.freed());
        }
        holding.claim = claim;
        holding.held = true;
        holding.number = taking.entry().number();
        return taking;
    }

    private void forget(Holding holding) {
        Claim claim = holding.claim;
        byHolder.computeIfPresent(claim.holder(), (id, names) -> {
            names.remove(claim.name(), holding);
            return names.isEmpty() ? null : names;
        });
        byName.computeIfPresent(claim.name(), (name, all) -> {
            all.remove(holding);
            return all.isEmpty() ? null : all;
        });
    }

    /** A name changed. */
    void received(NameEntry entry) {
        List<Holding> lost = new ArrayList<>();
        synchronized (this) {
            for (Holding holding : List.copyOf(byName.getOrDefault(entry.name(), List.of()))) {
                if (holding.taking) {
                    holding.heard = entry;
                } else if (entry.number() > holding.number) {
                    holding.number = entry.number();
                    if (!entry.holder().equals(holding.claim.holder()) || entry.state() == State.FREE) {
                        forget(holding);
                        lost.add(holding);
                    }
                }
            }
        }
        lost.forEach(holding -> holding.lost.accept(entry));
    }

    /** Frees a name if the holder has it; returns it as it was. */
    CompletionStage<Optional<NameEntry>> free(String name, String holder) {
        return own.change(() -> {
            remove(holder, List.of(name));
            return store.free(name, Optional.of(holder));
        });
    }

    /** The holder is gone, and may come back: its names are away. */
    CompletionStage<Void> leave(String holder) {
        return own.change(() -> {
            List<Claim> left = remove(holder, all(holder));
            return left.isEmpty() ? DONE : store.leave(left, grace);
        });
    }

    /** From now on the holder doesn't have these names here. */
    private synchronized List<Claim> remove(String holder, Collection<String> names) {
        List<Claim> claims = new ArrayList<>();
        Map<String, Holding> its = byHolder.getOrDefault(holder, Map.of());
        for (String name : names) {
            Holding holding = its.get(name);
            if (holding != null) {
                claims.add(holding.claim);
                forget(holding);
            }
        }
        return claims;
    }

    /** Completes when the holder doesn't try to take the name, or has ended trying. */
    synchronized CompletableFuture<Void> settled(String holder, String name) {
        Holding holding = byHolder.getOrDefault(holder, Map.of()).get(name);
        return holding == null ? CompletableFuture.completedFuture(null) : holding.settled.copy();
    }

    /** Does something when the holder doesn't try to take the name: one after the other. */
    <T> CompletionStage<T> inTurn(String holder, String name, Supplier<CompletionStage<T>> task) {
        Holding holding;
        synchronized (this) {
            holding = byHolder.getOrDefault(holder, Map.of()).get(name);
        }
        return holding == null
                ? task.get()
                : holding.turns.run(() -> settled(holder, name).thenCompose(done -> task.get()));
    }

    /** Whether the holder has the name, as far as this instance knows. */
    synchronized boolean has(String holder, String name) {
        Holding holding = byHolder.getOrDefault(holder, Map.of()).get(name);
        return holding != null && holding.held;
    }

    /** The incarnation of the holder that has the name; empty if it doesn't have it. */
    synchronized Optional<String> incarnation(String holder, String name) {
        return Optional.ofNullable(byHolder.getOrDefault(holder, Map.of()).get(name))
                .filter(holding -> holding.held)
                .map(holding -> holding.claim.incarnation());
    }

    /** The names that the holder has, or is about to take. */
    synchronized Set<String> all(String holder) {
        return Set.copyOf(byHolder.getOrDefault(holder, Map.of()).keySet());
    }

    /** The store may have lost something. */
    void rejoined() {
        own.rewrite();
    }

    void tick() {
        own.tick();
    }

    private CompletionStage<Void> writeAgain() {
        List<Holding> all = new ArrayList<>();
        synchronized (this) {
            byHolder.values().forEach(names -> all.addAll(names.values()));
            all.forEach(Holdings::begin);
        }
        return takeAgain(all)
                .thenCompose(done -> store.heldBy(cluster.instanceId()))
                .thenCompose(stored -> {
                    List<Claim> beyond = stored.stream()
                            .filter(entry -> !isTaken(entry.holder(), entry.name()))
                            .map(entry -> new Claim(entry.name(), entry.holder(), entry.incarnation(), entry.hosted()))
                            .toList();
                    return beyond.isEmpty() ? DONE : store.leave(beyond, grace);
                });
    }

    private synchronized boolean isTaken(String holder, String name) {
        return byHolder.getOrDefault(holder, Map.of()).containsKey(name);
    }

    private CompletionStage<Void> takeAgain(List<Holding> all) {
        CompletableFuture<?>[] some = all.stream()
                .limit(AT_ONCE)
                .map(holding -> take(holding, holding.claim, false)
                        .thenAccept(taking -> {
                            if (taking.isRefused()) {
                                holding.lost.accept(taking.entry());
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> taken = CompletableFuture.allOf(some);
        return all.size() <= AT_ONCE ? taken : taken.thenCompose(done -> takeAgain(all.subList(AT_ONCE, all.size())));
    }
}
