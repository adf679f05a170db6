package io.meshws.internal.collection;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ids of a collection in the order in which its client has them. Not thread-safe. */
final class ClientList {
    private Set<String> ids = new LinkedHashSet<>();

    /** The client has the snapshot. */
    void begin(CollectionDiff first) {
        first.added().forEach(view -> ids.add(view.recordId()));
    }

    /**
     * Applies a difference as the client will.
     *
     * @param order the ids in their order; null if there is none
     * @param misplaced those that are elsewhere in the client's list, and that the client will be told of later
     * @return the places of added and moved ids in the new list; empty if there is no order
     */
    Map<String, Integer> apply(CollectionDiff diff, List<String> order, Set<String> misplaced) {
        diff.removed().forEach(ids::remove);
        Map<String, Integer> places = new HashMap<>();
        if (order == null) {
            diff.added().forEach(view -> ids.add(view.recordId()));
            return places;
        }
        diff.moved().forEach(ids::remove);
        Set<String> placed = new HashSet<>(diff.moved());
        diff.added().forEach(view -> placed.add(view.recordId()));
        Set<String> next = new LinkedHashSet<>();
        Iterator<String> rest = ids.iterator();
        for (String recordId : order) {
            if (placed.contains(recordId)) {
                places.put(recordId, next.size());
                next.add(recordId);
            } else if (ids.contains(recordId) && !misplaced.contains(recordId)) {
                // Without the placed and misplaced ids, the client has the same order.
                while (!next.contains(recordId)) {
                    next.add(rest.next());
                }
            }
        }
        rest.forEachRemaining(next::add);
        ids = next;
        return places;
    }
}
