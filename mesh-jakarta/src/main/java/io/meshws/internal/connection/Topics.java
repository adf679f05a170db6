package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one client is subscribed to, or about to be: each feature keeps its own here, and finds it when the client goes. All
 * of them together are bounded in number. Thread-safe.
 */
public final class Topics {
    private final int max;
    private final Map<Kind<?>, Map<String, Object>> kinds = new HashMap<>();
    private int count;

    /**
     * What one feature keeps.
     *
     * @param <T> for each name
     */
    public static final class Kind<T> {}

    Topics(int max) {
        this.max = max;
    }

    /** Adds it where there is none of that name; what is there then. Empty where there would be too many. */
    public synchronized <T> Optional<T> add(Kind<T> kind, String name, T topic) {
        T there = get(kind, name);
        if (there != null) {
            return Optional.of(there);
        }
        if (count == max) {
            return Optional.empty();
        }
        count++;
        kinds.computeIfAbsent(kind, key -> new HashMap<>()).put(name, topic);
        return Optional.of(topic);
    }

    /** Removes it, and not another one of that name; says whether it was there. */
    public synchronized <T> boolean remove(Kind<T> kind, String name, T topic) {
        Map<String, Object> topics = kinds.get(kind);
        boolean removed = topics != null && topics.remove(name, topic);
        count -= removed ? 1 : 0;
        return removed;
    }

    /** Null where there is none. */
    @SuppressWarnings("unchecked")
    public synchronized <T> T get(Kind<T> kind, String name) {
        Map<String, Object> topics = kinds.get(kind);
        return topics == null ? null : (T) topics.get(name);
    }

    @SuppressWarnings("unchecked")
    public synchronized <T> List<T> all(Kind<T> kind) {
        return (List<T>) List.copyOf(kinds.getOrDefault(kind, Map.of()).values());
    }

    /** How many there are, of all kinds. */
    public synchronized int count() {
        return count;
    }

    /** What a client is told that wants too many. */
    public CommandException tooMany() {
        return new CommandException(
                ErrorCode.EBUSY, "A connection may have " + max + " subscriptions; unsubscribe from something first");
    }
}
