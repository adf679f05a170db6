package io.meshws.internal.pipe;

import io.meshws.internal.connection.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The ends of pipes that the clients of this instance opened. Thread-safe. */
final class EndTable {
    private static final ClientEnds NOTHING = new ClientEnds(0);

    private final int max;
    private final Map<String, ClientEnds> byClient = new ConcurrentHashMap<>();
    /** The ends by both names, for when a name changes hands. */
    private final Map<String, Set<ClientEnd>> byName = new ConcurrentHashMap<>();

    /** @param max pipes of one client */
    EndTable(int max) {
        this.max = max;
    }

    void put(ClientEnd end) {
        ClientEnd before = made(end.connection()).put(end);
        if (before != null) {
            forget(before);
        }
        names(end)
                .forEach(name -> byName.compute(name, (key, known) -> {
                    Set<ClientEnd> ends = known == null ? ConcurrentHashMap.newKeySet() : known;
                    ends.add(end);
                    return ends;
                }));
        if (!end.connection().isOpen()) {
            // It closed in between.
            removeAll(end.connection());
        }
    }

    /** A guard begins to decide whether the client may open the pipe. */
    ClientOpening decide(Connection client, PipeKey key) {
        ClientOpening opening = new ClientOpening(key);
        made(client).decide(opening);
        if (!client.isOpen()) {
            removeAll(client);
        }
        return opening;
    }

    /** The guard has decided; returns false if the client closed the pipe in the meantime. */
    boolean decided(Connection client, ClientOpening opening) {
        return endsOf(client).decided(opening);
    }

    /** The client closes the pipes of this key that it's about to open; returns whether there were any. */
    boolean giveUp(Connection client, PipeKey key) {
        return endsOf(client).giveUp(key);
    }

    private static Stream<String> names(ClientEnd end) {
        return Stream.of(end.key().name(), end.key().other());
    }

    private void forget(ClientEnd end) {
        names(end)
                .forEach(name -> byName.computeIfPresent(name, (key, ends) -> {
                    ends.remove(end);
                    return ends.isEmpty() ? null : ends;
                }));
    }

    private ClientEnds made(Connection client) {
        return byClient.computeIfAbsent(client.id(), id -> new ClientEnds(max));
    }

    private ClientEnds endsOf(Connection client) {
        return byClient.getOrDefault(client.id(), NOTHING);
    }

    void remove(ClientEnd end) {
        endsOf(end.connection()).remove(end);
        forget(end);
    }

    /** Its client closed it. */
    void close(ClientEnd end) {
        endsOf(end.connection()).close(end);
        forget(end);
    }

    /** The end that the client closed last; null if there is none. */
    ClientEnd closed(Connection client, PipeKey key) {
        return endsOf(client).closed(key);
    }

    void removeAll(Connection client) {
        ClientEnds removed = byClient.remove(client.id());
        if (removed != null) {
            removed.all().forEach(this::forget);
        }
    }

    /** Null if there is none. */
    ClientEnd find(Connection client, PipeKey key) {
        return endsOf(client).find(key);
    }

    /** Null if there is none. */
    ClientEnd byId(Connection client, String id) {
        return endsOf(client).byId(id);
    }

    boolean has(Connection client) {
        return endsOf(client).isUsed();
    }

    boolean hadPartIn(Connection client, String id) {
        return endsOf(client).hadPartIn(id);
    }

    /** The ends that lead from or to a name. */
    List<ClientEnd> named(String name) {
        return List.copyOf(byName.getOrDefault(name, Set.of()));
    }

    /** All of them. */
    Stream<ClientEnd> all() {
        return byClient.values().stream().flatMap(ends -> ends.all().stream());
    }
}
