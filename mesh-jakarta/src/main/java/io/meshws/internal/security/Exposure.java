package io.meshws.internal.security;

import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Selector.Matching;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The names that an application exposed to clients for one purpose, exactly or by pattern, each with a guard.
 *
 * <p>If several match a name, the one exposed first decides, even if it refuses. Exposing the same name or pattern
 * again replaces its guard and keeps its place. Thread-safe: exposures may change while clients are connected.
 *
 * @param <S> a setting beside the guard, such as how much is kept; {@code Void} if there is none
 */
public final class Exposure<S> {
    private final Guards guards;
    private final boolean open;
    private final AtomicLong places = new AtomicLong();
    private final Map<Selector, Entry<S>> entries = new ConcurrentHashMap<>();
    /** The exposed patterns, in the order of their places. */
    private final CopyOnWriteArrayList<Matching> patterns = new CopyOnWriteArrayList<>();

    /** The entry with the lowest place decides. */
    private record Entry<S>(long place, Guard guard, S setting) {}

    /** A name without a matching exposure is refused. */
    public Exposure(FailureLog failures) {
        this(failures, false);
    }

    /**
     * @param open whether a name without a matching exposure is allowed
     */
    public Exposure(FailureLog failures, boolean open) {
        this.guards = new Guards(failures);
        this.open = open;
    }

    /**
     * Exposes these names.
     *
     * @param setting may be null
     */
    public synchronized void add(Selector names, Guard guard, S setting) {
        Objects.requireNonNull(guard, "guard");
        Entry<S> old = entries.get(names);
        entries.put(names, new Entry<>(old == null ? places.getAndIncrement() : old.place(), guard, setting));
        if (old == null && names instanceof Matching pattern) {
            patterns.add(pattern);
        }
    }

    /** Takes back the exposure of this name or pattern; returns whether there was one. */
    public synchronized boolean remove(Selector names) {
        if (names instanceof Matching pattern) {
            patterns.remove(pattern);
        }
        return entries.remove(names) != null;
    }

    /** Whether anything matches the name. */
    public boolean covers(String name) {
        return entryOf(name).isPresent();
    }

    /** The setting beside the guard that decides about the name; empty if there is none, or the name isn't exposed. */
    public Optional<S> settingOf(String name) {
        return entryOf(name).map(Entry::setting);
    }

    private Optional<Entry<S>> entryOf(String name) {
        Entry<S> found = entries.get(new Selector.Name(name));
        for (Matching pattern : patterns) {
            Entry<S> candidate = entries.get(pattern);
            if (candidate == null) {
                // It is being removed.
                continue;
            }
            if (found != null && found.place() < candidate.place()) {
                break;
            }
            if (pattern.matches(name)) {
                found = candidate;
                break;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Whether the client may use the name. Never fails.
     *
     * @param name a name that {@link Names} has checked
     */
    public CompletionStage<Boolean> allows(MeshConnection connection, String name) {
        return allows(connection, name, entryOf(name).map(Entry::guard));
    }

    /** Like the method above, for a special exposure that has its guard in the setting. */
    public CompletionStage<Boolean> allows(MeshConnection connection, String name, Function<S, Guard> guard) {
        return allows(connection, name, settingOf(name).map(guard));
    }

    private CompletionStage<Boolean> allows(MeshConnection connection, String name, Optional<Guard> guard) {
        return guard.map(deciding -> guards.ask(deciding, connection, name))
                .orElseGet(() -> CompletableFuture.completedStage(open));
    }
}
