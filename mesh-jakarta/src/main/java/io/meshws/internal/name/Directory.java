package io.meshws.internal.name;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore;
import io.meshws.internal.host.Host;
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

/** The {@link Line}s of the names that this instance called lately. Thread-safe. */
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
    private final Map<String, Line> lines = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    /** @param patient see {@link NameStore#take} */
    Directory(Cluster cluster, NameSubscription listening, BooleanSupplier patient, Host host) {
        this.cluster = cluster;
        this.store = cluster.names();
        this.listening = listening;
        this.patient = patient;
        this.nanos = host.nanos();
        this.ends = new Agenda<>(host.scheduler(), nanos, this::expire);
    }

    /** The holder of the name, as far as this instance knows; otherwise from the store. */
    CompletionStage<Optional<NameEntry>> entry(String name) {
        Line line = line(name);
        Optional<NameEntry> known =
                line == null ? Optional.empty() : line.known().filter(entry -> entry.state() != State.FREE);
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
        Line line = line(name);
        if (line != null) {
            line.found(entry);
        }
    }

    private synchronized Line line(String name) {
        return lines.get(name);
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
        Line line;
        synchronized (this) {
            line = lines.computeIfAbsent(name, this::newLine);
            line.expect();
        }
        line.add(call);
        return call.result;
    }

    private Line newLine(String name) {
        return new Line(() -> fromStore(name), deadline -> ends.soon(name, deadline));
    }

    void changed(NameEntry entry) {
        Line line = line(entry.name());
        if (line != null) {
            line.changed(entry);
        }
    }

    void unsure() {
        all().forEach(Line::unsure);
    }

    private synchronized List<Line> all() {
        return List.copyOf(lines.values());
    }

    /** Ends the calls to the holder of the name that are overdue. */
    private void expire(String name) {
        Line line = line(name);
        if (line != null) {
            line.expire(nanos.getAsLong());
        }
    }

    void stop() {
        ends.stop();
    }

    void tick(long now) {
        all().stream().filter(line -> !line.isIdle()).forEach(line -> line.tick(now));
        synchronized (this) {
            boolean tooMany = lines.size() > MAX_IDLE;
            lines.values()
                    .removeIf(line -> line.isIdle()
                            && (tooMany
                                    || line.known()
                                            .filter(entry -> entry.state() != State.FREE)
                                            .isEmpty()));
        }
    }
}
