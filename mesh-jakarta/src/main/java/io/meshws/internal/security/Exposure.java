package io.meshws.internal.security;

import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.internal.failure.FailureLog;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

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
    private final Map<String, Entry<S>> exact = new ConcurrentHashMap<>();
    /** In the order of their places. */
    private final CopyOnWriteArrayList<PatternEntry<S>> patterns = new CopyOnWriteArrayList<>();

    /** The entry with the lowest place decides. */
    private record Entry<S>(long place, Guard guard, S setting) {}

    private record PatternEntry<S>(Pattern pattern, Entry<S> entry) {
        boolean isFor(Pattern other) {
            return pattern.pattern().equals(other.pattern()) && pattern.flags() == other.flags();
        }
    }

    /** A name that nothing matches is refused. */
    public Exposure(FailureLog failures) {
        this(failures, false);
    }

    /**
     * @param open whether a name that nothing matches is allowed
     */
    public Exposure(FailureLog failures, boolean open) {
        this.guards = new Guards(failures);
        this.open = open;
    }

    /**
     * Exposes one name.
     *
     * @param setting may be null
     */
    public synchronized void add(String name, Guard guard, S setting) {
        Objects.requireNonNull(guard, "guard");
        Entry<S> old = exact.get(name);
        exact.put(name, new Entry<>(old == null ? places.getAndIncrement() : old.place(), guard, setting));
    }

    /** Exposes the names that the pattern matches as a whole, like the method above. */
    public synchronized void add(Pattern pattern, Guard guard, S setting) {
        Objects.requireNonNull(guard, "guard");
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).isFor(pattern)) {
                long place = patterns.get(i).entry().place();
                patterns.set(i, new PatternEntry<>(pattern, new Entry<>(place, guard, setting)));
                return;
            }
        }
        patterns.add(new PatternEntry<>(pattern, new Entry<>(places.getAndIncrement(), guard, setting)));
    }

    /** Takes back the exposure of this name; returns whether there was one. */
    public synchronized boolean remove(String name) {
        return exact.remove(name) != null;
    }

    /** Takes back the exposure of this pattern; returns whether there was one. */
    public synchronized boolean remove(Pattern pattern) {
        return patterns.removeIf(entry -> entry.isFor(pattern));
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
        Entry<S> found = exact.get(name);
        for (PatternEntry<S> candidate : patterns) {
            if (found != null && found.place() < candidate.entry().place()) {
                break;
            }
            if (BoundedText.matches(candidate.pattern(), name)) {
                found = candidate.entry();
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

    /** Like the method above, for something special, whose guard the setting knows. */
    public CompletionStage<Boolean> allows(MeshConnection connection, String name, Function<S, Guard> guard) {
        return allows(connection, name, settingOf(name).map(guard));
    }

    private CompletionStage<Boolean> allows(MeshConnection connection, String name, Optional<Guard> guard) {
        return guard.map(deciding -> guards.ask(deciding, connection, name))
                .orElseGet(() -> CompletableFuture.completedStage(open));
    }
}
