package io.meshws.internal.pipe;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ends of pipes that one client opened. Bounded. Thread-safe. */
final class ClientEnds {
    private final int max;
    private final Map<PipeKey, ClientEnd> ends = new HashMap<>();
    /** The last ones that the client closed: the other end may not have been there to be told. */
    private final Map<PipeKey, ClientEnd> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PipeKey, ClientEnd> eldest) {
            return size() > max;
        }
    };

    /** Pipes about which a guard still decides. */
    private final List<ClientOpening> openings = new ArrayList<>();

    ClientEnds(int max) {
        this.max = max;
    }

    synchronized void decide(ClientOpening opening) {
        openings.add(opening);
    }

    /** The guard has decided; returns false if the client closed the pipe in the meantime. */
    synchronized boolean decided(ClientOpening opening) {
        return openings.remove(opening);
    }

    /** The client closes the pipes of this key that it's about to open; returns whether there were any. */
    synchronized boolean giveUp(PipeKey key) {
        return openings.removeIf(opening -> opening.key().equals(key));
    }

    /** Keeps an end, in the place of the one that had the same key; returns that one, or null. */
    synchronized ClientEnd put(ClientEnd end) {
        if (ends.size() >= max && !ends.containsKey(end.key())) {
            throw new CommandException(
                    ErrorCode.EPIPES, "A connection may have " + max + " pipes; close one of them first");
        }
        closed.remove(end.key());
        return ends.put(end.key(), end);
    }

    /** The client closed it. */
    synchronized void close(ClientEnd end) {
        if (ends.remove(end.key(), end)) {
            closed.put(end.key(), end);
        }
    }

    /** The end that the client closed last; null if there is none, or it was too long ago. */
    synchronized ClientEnd closed(PipeKey key) {
        return closed.get(key);
    }

    synchronized void remove(ClientEnd end) {
        ends.remove(end.key(), end);
    }

    synchronized ClientEnd find(PipeKey key) {
        return ends.get(key);
    }

    /** The end of the pipe with this id; null if there is none. */
    synchronized ClientEnd byId(String id) {
        for (ClientEnd end : ends.values()) {
            ClientEnd.Peer peer = end.peer();
            if (peer != null && peer.id().equals(id)) {
                return end;
            }
        }
        return null;
    }

    /** Whether one of the client's ends was in the pipe with this id; its other end may be away or replaced by now. */
    synchronized boolean hadPartIn(String id) {
        return ends.values().stream().anyMatch(end -> ClientEnd.isOf(end.candidate(), id));
    }

    synchronized boolean isUsed() {
        return !ends.isEmpty();
    }

    synchronized List<ClientEnd> all() {
        return new ArrayList<>(ends.values());
    }
}
