package io.meshws.internal.collection;

import io.meshws.internal.connection.Connection;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells the client of a {@link LiveCollection}, and remembers what the client knows. Belongs to its tasks. */
final class Telling {
    private final Connection connection;
    private final String collectionId;
    private final Map<String, Member> members;
    private final Supplier<List<String>> order;
    /** Those that the client may have to be told of. */
    private final Set<String> pending = new LinkedHashSet<>();

    private final Set<String> moved = new HashSet<>();
    /** Whether the client was told the end of the snapshot. */
    private boolean complete;

    private long version;

    /**
     * @param members of the collection; those that are told to be gone are removed
     * @param order gives the ids in their order; null if there is none
     */
    Telling(Connection connection, String collectionId, Map<String, Member> members, Supplier<List<String>> order) {
        this.connection = connection;
        this.collectionId = collectionId;
        this.members = members;
        this.order = order;
    }

    /** The record may differ from what the client knows. */
    void differs(String recordId) {
        pending.add(recordId);
    }

    /** Records may have another place in the order. */
    void moved(Collection<String> recordIds) {
        moved.addAll(recordIds);
        pending.addAll(recordIds);
    }

    /**
     * The first state.
     *
     * @param ended told whether the client got it
     */
    CollectionSnapshot snapshot(Consumer<Boolean> ended) {
        Difference first = new Difference();
        pending.clear();
        List<String> sorted = order.get();
        (sorted == null ? List.copyOf(members.keySet()) : sorted).forEach(recordId -> {
            Member member = members.get(recordId);
            if (member == null || !member.exists()) {
                return;
            }
            if (first.isFull()) {
                pending.add(recordId);
            } else {
                first.add(member.view());
                member.tell(member.view());
            }
        });
        members.values().removeIf(member -> !member.isWanted());
        version = 1;
        complete = pending.isEmpty();
        return new CollectionSnapshot(List.copyOf(first.added()), version, complete, ended);
    }

    /** Tells of the records that came, went and moved, as far as the client keeps up. */
    void differences() {
        while (!connection.isFilling() && tellDifference()) {
            // There may be more of it.
        }
    }

    /** Tells a part of the records that came, went and moved; returns whether there was anything to tell. */
    private boolean tellDifference() {
        Difference difference = new Difference();
        // Removed and moved ones come first: the places of those that are added count without and with them.
        List.copyOf(pending).forEach(recordId -> takeKnown(recordId, difference));
        for (String recordId : List.copyOf(pending)) {
            Member member = members.get(recordId);
            if (member.told() == null && !difference.isFull()) {
                difference.add(member.view());
                member.tell(member.view());
                pending.remove(recordId);
            }
        }
        boolean ends = !complete
                && pending.stream().allMatch(recordId -> members.get(recordId).told() != null);
        complete |= ends;
        if (difference.isEmpty() && !ends) {
            return false;
        }
        version++;
        connection.sendFrame(difference.frame(collectionId, version, toldInOrder(), ends));
        return true;
    }

    private void takeKnown(String recordId, Difference difference) {
        Member member = members.get(recordId);
        boolean hasMoved = moved.remove(recordId);
        if (member == null || !member.exists()) {
            pending.remove(recordId);
            if (member != null && member.told() != null && member.isSettled()) {
                difference.remove(recordId);
                member.tell(null);
            }
            if (member != null && !member.isWanted()) {
                members.remove(recordId);
            }
        } else if (member.told() != null) {
            if (hasMoved && order.get() != null) {
                difference.move(recordId);
            }
            if (!member.differs()) {
                pending.remove(recordId);
            }
        }
    }

    /** The changes of records of which the client was told. */
    void updates() {
        for (String recordId : List.copyOf(pending)) {
            Member member = members.get(recordId);
            if (connection.isFilling()) {
                return;
            }
            if (member != null && member.exists() && member.told() != null && !moved.contains(recordId)) {
                pending.remove(recordId);
                if (member.differs()) {
                    connection.sendFrame(member.view().update());
                    member.tell(member.view());
                }
            }
        }
    }

    /** The ids that the client was told, in order; null if there is none. */
    private List<String> toldInOrder() {
        List<String> sorted = order.get();
        return sorted == null
                ? null
                : sorted.stream()
                        .filter(recordId -> members.containsKey(recordId)
                                && members.get(recordId).told() != null)
                        .toList();
    }
}
