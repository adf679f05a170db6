package io.meshws.internal.cluster.memory;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.ClusterMessage.NameChange;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore;
import io.meshws.internal.serial.SerialQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Thread-safe: names change under this object's lock, and are announced in the same order, outside of it. */
final class MemoryNames implements NameStore {
    private final MemoryBus bus;
    private final LongSupplier millis;
    private final TreeMap<String, NameEntry> names = new TreeMap<>();
    /** When the grace of each name that is away is over, by the clock. */
    private final Deadlines deadlines = new Deadlines();

    private final SerialQueue changes = new SerialQueue();
    private long lastNumber;
    private boolean listening;

    /** @param millis the clock of {@link System#currentTimeMillis} */
    MemoryNames(MemoryBus bus, LongSupplier millis) {
        this.bus = bus;
        this.millis = millis;
    }

    private <T> CompletionStage<T> run(Supplier<T> operation) {
        if (!bus.isOpen()) {
            return CompletableFuture.failedFuture(new ClusterUnavailableException("The instance is not running"));
        }
        T result;
        synchronized (this) {
            result = operation.get();
        }
        changes.run();
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public CompletionStage<Taking> take(Claim claim, boolean replacing, boolean patient) {
        return run(() -> {
            Optional<NameEntry> freed = Optional.of(claim.name())
                    .filter(name -> !patient && deadlines.isOver(name, millis.getAsLong()))
                    .map(this::free);
            NameEntry before = names.get(claim.name());
            Decision decision = decision(claim, before, replacing);
            if (decision == Decision.KEPT || decision == Decision.REFUSED) {
                return new Taking(decision, before, freed);
            }
            deadlines.remove(claim.name());
            long since = decision == Decision.BACK ? before.since() : millis.getAsLong();
            NameEntry entry = new NameEntry(
                    claim.name(),
                    claim.holder(),
                    claim.incarnation(),
                    claim.hosted(),
                    since,
                    State.HERE,
                    lastNumber + 1);
            return new Taking(decision, put(entry), freed);
        });
    }

    private static Decision decision(Claim claim, NameEntry before, boolean replacing) {
        if (before == null) {
            return Decision.TAKEN;
        }
        if (before.isOf(claim) && before.isHere()) {
            return Decision.KEPT;
        }
        boolean sameProcess =
                before.hosted() == claim.hosted() && before.incarnation().equals(claim.incarnation());
        if (before.holder().equals(claim.holder()) || sameProcess) {
            return Decision.BACK;
        }
        if (before.hosted() && claim.hosted() && !before.isHere()) {
            return Decision.TAKEN;
        }
        return replacing ? Decision.REPLACED : Decision.REFUSED;
    }

    /** Under the lock. */
    private NameEntry free(String name) {
        return put(names.get(name).with(State.FREE, lastNumber + 1));
    }

    /** Under the lock. */
    private NameEntry put(NameEntry entry) {
        lastNumber = entry.number();
        if (entry.state() == State.FREE) {
            names.remove(entry.name());
            deadlines.remove(entry.name());
        } else {
            names.put(entry.name(), entry);
        }
        if (listening) {
            changes.add(() -> bus.deliver(new NameChange(entry)));
        }
        return entry;
    }

    @Override
    public CompletionStage<Void> leave(Collection<Claim> claims, Duration grace) {
        return run(() -> {
            for (Claim claim : claims) {
                NameEntry before = names.get(claim.name());
                if (before != null && before.isHere() && before.holder().equals(claim.holder())) {
                    put(before.with(State.AWAY, lastNumber + 1));
                    deadlines.put(claim.name(), millis.getAsLong() + grace.toMillis());
                }
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Optional<NameEntry>> free(String name, Optional<String> holder) {
        return run(() -> Optional.ofNullable(names.get(name))
                .filter(entry -> holder.isEmpty() || entry.holder().equals(holder.get()))
                .map(entry -> free(name)));
    }

    @Override
    public CompletionStage<Expiry> expire() {
        return run(() -> {
            long now = millis.getAsLong();
            List<NameEntry> freed = deadlines.over(now).stream().map(this::free).toList();
            return new Expiry(freed, Optional.ofNullable(deadlines.next()).map(next -> Duration.ofMillis(next - now)));
        });
    }

    @Override
    public CompletionStage<Optional<NameEntry>> read(String name, boolean patient) {
        return run(() -> Optional.ofNullable(names.get(name)).filter(entry -> has(name, patient)));
    }

    @Override
    public CompletionStage<Set<String>> names(String prefix, boolean patient) {
        return run(() -> names.tailMap(prefix).keySet().stream()
                .takeWhile(name -> name.startsWith(prefix))
                .filter(name -> has(name, patient))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Whether somebody still has a name that was not freed. */
    private boolean has(String name, boolean patient) {
        return patient || !deadlines.isOver(name, millis.getAsLong());
    }

    @Override
    public CompletionStage<List<NameEntry>> heldBy(String instanceId) {
        return run(() -> names.values().stream()
                .filter(entry -> entry.isHere() && entry.owner().equals(instanceId))
                .toList());
    }

    @Override
    public CompletionStage<Void> listen() {
        return run(() -> {
            listening = true;
            return null;
        });
    }

    synchronized void clear() {
        names.clear();
        deadlines.clear();
        listening = false;
    }
}
