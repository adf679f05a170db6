package io.meshws.internal.security;

import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Selector.Matching;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Like {@link Exposure}, for pipes from one name to another. If several pairs of patterns match, the one exposed first
 * decides. Thread-safe.
 */
public final class PairExposure {
    private final Guards guards;
    private final CopyOnWriteArrayList<Entry> entries = new CopyOnWriteArrayList<>();

    private record Entry(Matching from, Matching to, Guard guard) {
        boolean isFor(Entry other) {
            return from.equals(other.from) && to.equals(other.to);
        }

        boolean matches(String fromName, String toName) {
            return from.matches(fromName) && to.matches(toName);
        }
    }

    public PairExposure(FailureLog failures) {
        this.guards = new Guards(failures);
    }

    public synchronized void add(Pattern from, Pattern to, Guard guard) {
        Entry added = entry(from, to, Objects.requireNonNull(guard, "guard"));
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isFor(added)) {
                entries.set(i, added);
                return;
            }
        }
        entries.add(added);
    }

    /** Takes back the exposure of these patterns; returns whether there was one. */
    public synchronized boolean remove(Pattern from, Pattern to) {
        Entry removed = entry(from, to, Guard.ANYONE);
        return entries.removeIf(removed::isFor);
    }

    private static Entry entry(Pattern from, Pattern to, Guard guard) {
        return new Entry(Selector.matching(from, "from"), Selector.matching(to, "to"), guard);
    }

    /** Whether anything leads from the one name to the other. */
    public boolean covers(String from, String to) {
        return entries.stream().anyMatch(entry -> entry.matches(from, to));
    }

    /** Whether the client may go from the one name to the other. Never fails. */
    public CompletionStage<Boolean> allows(MeshConnection connection, String from, String to) {
        for (Entry entry : entries) {
            if (entry.matches(from, to)) {
                return guards.ask(entry.guard(), connection, to);
            }
        }
        return CompletableFuture.completedStage(false);
    }
}
