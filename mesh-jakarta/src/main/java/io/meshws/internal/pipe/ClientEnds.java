package io.meshws.internal.pipe;

import io.meshws.CommandException;
import io.meshws.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ends of pipes that one client opened. Bounded. Thread-safe. */
final class ClientEnds {
    private final int max;
    private final Map<PipeKey, ClientEnd> ends = new HashMap<>();

    ClientEnds(int max) {
        this.max = max;
    }

    /** Keeps an end, in the place of the one that had the same key; returns that one, or null. */
    synchronized ClientEnd put(ClientEnd end) {
        if (ends.size() >= max && !ends.containsKey(end.key())) {
            throw new CommandException(
                    ErrorCode.EPIPES, "A connection may have " + max + " pipes; close one of them first");
        }
        return ends.put(end.key(), end);
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

    /** Whether the client had a part in a pipe of this id, whose other end is away or another one by now. */
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
