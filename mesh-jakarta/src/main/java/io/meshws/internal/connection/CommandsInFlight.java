package io.meshws.internal.connection;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that one connection has in flight: the command that holds the container's thread, and the commands and requests that
 * wait for their end, bounded in number. Thread-safe.
 */
public final class CommandsInFlight {
    /** Can be asked to remove an entry, unlike {@link Set#of()}. */
    private static final Set<InFlight> NONE = Collections.emptySet();

    private final ConnectionContext context;
    private final String connectionId;
    /** Another set as soon as there is an entry, which an idle connection never has. */
    private volatile Set<InFlight> entries = NONE;

    private volatile boolean closed;
    /** The command that is running on the container's thread, if any. */
    private volatile InFlight running;

    CommandsInFlight(ConnectionContext context, String connectionId) {
        this.context = context;
        this.connectionId = connectionId;
    }

    /** Whether the connection has as much in flight as it may. */
    public boolean isFull() {
        return entries.size() >= context.limits().inFlight();
    }

    int count() {
        return entries.size() + (isRunning() ? 1 : 0);
    }

    boolean isRunning() {
        return running != null;
    }

    /** Sets the command that is running on the container's thread; null when it returned. */
    void running(InFlight command) {
        running = command;
        if (command != null) {
            endsBy(command.deadline());
        }
    }

    /** Makes sure that the entry ends by its deadline or with the connection at the latest. */
    public void begin(InFlight entry) {
        addable().add(entry);
        endsBy(entry.deadline());
        if (closed) {
            end(entry);
            entry.abandon();
        }
    }

    private Set<InFlight> addable() {
        if (entries == NONE) {
            synchronized (this) {
                if (entries == NONE) {
                    entries = ConcurrentHashMap.newKeySet();
                }
            }
        }
        return entries;
    }

    public void end(InFlight entry) {
        entries.remove(entry);
    }

    /** Ends overdue entries. */
    void expire(long now) {
        InFlight command = running;
        if (command != null) {
            endOrTell(command, now);
        }
        entries.forEach(entry -> endOrTell(entry, now));
    }

    private void endOrTell(InFlight entry, long now) {
        if (entry.deadline() - now <= 0) {
            entry.expire();
        } else {
            endsBy(entry.deadline());
        }
    }

    /** To be told again when something begins, and while it goes on. */
    private void endsBy(long deadline) {
        context.ends().soon(connectionId, deadline);
    }

    /** The connection is gone. */
    void abandonAll() {
        closed = true;
        entries.forEach(entry -> {
            end(entry);
            entry.abandon();
        });
    }
}
