package io.meshws.internal.name;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore;
import io.meshws.internal.host.Environment;
import io.meshws.internal.time.Agenda;
import io.meshws.protocol.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The {@link CallQueue}s of the names that this instance called lately. Thread-safe. */
final class Directory {
    /** The most names that are known without a call. */
    private static final int MAX_IDLE = 10_000;
    /** The most calls that may be in progress. */
    static final int MAX_CALLS = 10_000;

    private final Cluster cluster;
    private final NameStore store;
    private final NameSubscription listening;
    private final BooleanSupplier patient;
    private final LongSupplier nanos;
    private final Agenda<String> ends;
    private final Map<String, CallQueue> queues = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    /** @param patient see {@link NameStore#take} */
    Directory(Cluster cluster, NameSubscription listening, BooleanSupplier patient, Environment environment) {
        this.cluster = cluster;
        this.store = cluster.names();
        this.listening = listening;
        this.patient = patient;
        this.nanos = environment.nanos();
        this.ends = new Agenda<>(environment.scheduler(), nanos, this::expire);
    }

    /** The holder of the name, as far as this instance knows; otherwise from the store. */
    CompletionStage<Optional<NameEntry>> entry(String name) {
        CallQueue queue = queue(name);
        Optional<NameEntry> known =
                queue == null ? Optional.empty() : queue.known().filter(entry -> entry.state() != State.FREE);
        return known.isPresent() ? CompletableFuture.completedStage(known) : read(name);
    }

    /** The holder of the name, from the store. */
    CompletionStage<Optional<NameEntry>> read(String name) {
        return fromStore(name).thenApply(found -> {
            found.ifPresent(entry -> known(name, entry));
            return found;
        });
    }

    private CompletionStage<Optional<NameEntry>> fromStore(String name) {
        return listening.begin().thenCompose(done -> store.read(name, patient.getAsBoolean()));
    }

    private void known(String name, NameEntry entry) {
        CallQueue queue = queue(name);
        if (queue != null) {
            queue.found(entry);
        }
    }

    private synchronized CallQueue queue(String name) {
        return queues.get(name);
    }

    /** Begins a call. */
    <R> CompletableFuture<R> call(String name, Call<R> call) {
        if (!cluster.isAvailable()) {
            // The known entry may be old, even if the holder is here.
            return CompletableFuture.failedFuture(
                    new ClusterUnavailableException("The shared store cannot be reached"));
        }
        if (calls.incrementAndGet() > MAX_CALLS) {
            calls.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new CommandException(ErrorCode.EBUSY, "Too many calls to names are in progress"));
        }
        call.result.whenComplete((value, failure) -> calls.decrementAndGet());
        CallQueue queue;
        synchronized (this) {
            queue = queues.computeIfAbsent(name, this::newQueue);
            queue.expect();
        }
        queue.add(call);
        return call.result;
    }

    private CallQueue newQueue(String name) {
        return new CallQueue(() -> fromStore(name), deadline -> ends.soon(name, deadline));
    }

    void changed(NameEntry entry) {
        CallQueue queue = queue(entry.name());
        if (queue != null) {
            queue.changed(entry);
        }
    }

    void unsure() {
        all().forEach(CallQueue::unsure);
    }

    private synchronized List<CallQueue> all() {
        return List.copyOf(queues.values());
    }

    /** Ends the calls to the holder of the name that are overdue. */
    private void expire(String name) {
        CallQueue queue = queue(name);
        if (queue != null) {
            queue.expire(nanos.getAsLong());
        }
    }

    void stop() {
        ends.stop();
    }

    void tick(long now) {
        all().stream().filter(queue -> !queue.isIdle()).forEach(queue -> queue.tick(now));
        synchronized (this) {
            boolean tooMany = queues.size() > MAX_IDLE;
            queues.values()
                    .removeIf(queue -> queue.isIdle()
                            && (tooMany
                                    || queue.known()
                                            .filter(entry -> entry.state() != State.FREE)
                                            .isEmpty()));
        }
    }
}
