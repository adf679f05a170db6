package io.meshws.internal.cluster.memory;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The members of rooms, by room and by connection. Both sides change together, under this object's lock. Thread-safe;
 * returns copies.
 */
final class Memberships {
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Set<String>> rooms = new HashMap<>();

    synchronized boolean add(String room, String connectionId) {
        rooms.computeIfAbsent(connectionId, id -> new LinkedHashSet<>()).add(room);
        return members.computeIfAbsent(room, name -> new LinkedHashSet<>()).add(connectionId);
    }

    synchronized boolean remove(String room, String connectionId) {
        removeFrom(rooms, connectionId, room);
        return removeFrom(members, room, connectionId);
    }

    synchronized boolean contains(String room, String connectionId) {
        return members.getOrDefault(room, Set.of()).contains(connectionId);
    }

    synchronized Set<String> members(String room) {
        return Set.copyOf(members.getOrDefault(room, Set.of()));
    }

    synchronized Set<String> roomsOf(String connectionId) {
        return Set.copyOf(rooms.getOrDefault(connectionId, Set.of()));
    }

    synchronized Set<String> rooms() {
        return Set.copyOf(members.keySet());
    }

    synchronized void clear() {
        members.clear();
        rooms.clear();
    }

    private static boolean removeFrom(Map<String, Set<String>> sets, String key, String value) {
        Set<String> set = sets.get(key);
        boolean removed = set != null && set.remove(value);
        if (set != null && set.isEmpty()) {
            sets.remove(key);
        }
        return removed;
    }
}
