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

/** Tells the client of a {@link LiveCollection}, and remembers the state that the client knows. Belongs to its tasks. */
final class Telling {
    /** Several differences may be waiting beside a long reply, and still fit into the outbox. */
    private static final int PARTS = 8;

    private final Connection connection;
    private final String collectionId;
    private final Map<String, CollectionMember> members;
    private final Supplier<List<String>> order;
    private final int maxBytes;
    private final ClientList list = new ClientList();
    /** Ids of which the client may have to be told. */
    private final Set<String> pending = new LinkedHashSet<>();

    private final Set<String> moved = new HashSet<>();
    /** Whether the client was told the end of the snapshot. */
    private boolean complete;

    private long version;

    /**
     * @param members of the collection; those that are told to be gone are removed
     * @param order gives the ids in their order; null if there is none
     * @param maxBytes the maximum length of a reply
     */
    Telling(
            Connection connection,
            String collectionId,
            Map<String, CollectionMember> members,
            Supplier<List<String>> order,
            int maxBytes) {
        this.connection = connection;
        this.collectionId = collectionId;
        this.members = members;
        this.order = order;
        this.maxBytes = maxBytes;
    }

    /** The record may differ from the state that the client knows. */
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
        CollectionDiff first = new CollectionDiff(maxBytes);
        pending.clear();
        moved.clear();
        List<String> sorted = order.get();
        (sorted == null ? List.copyOf(members.keySet()) : sorted).forEach(recordId -> {
            CollectionMember member = members.get(recordId);
            if (member == null || !member.exists()) {
                return;
            }
            if (first.add(member.view())) {
                member.tell(member.view());
            } else {
                pending.add(recordId);
            }
        });
        members.values().removeIf(member -> !member.isWanted());
        list.begin(first);
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
        // The order of all records takes long to find, and most writes change none of this.
        if (complete && moved.isEmpty() && pending.stream().map(members::get).allMatch(Telling::isKnown)) {
            return false;
        }
        CollectionDiff diff = new CollectionDiff(maxBytes / PARTS);
        List<String> sorted = order.get();
        // Removed and moved ones come first, to be told soon: clients should not show them for longer than needed.
        for (String recordId : List.copyOf(pending)) {
            if (diff.isFull()) {
                break;
            }
            takeKnown(recordId, sorted != null, diff);
        }
        for (String recordId : List.copyOf(pending)) {
            if (diff.isFull()) {
                break;
            }
            CollectionMember member = members.get(recordId);
            if (isNew(member) && diff.add(member.view())) {
                member.tell(member.view());
                pending.remove(recordId);
            }
        }
        boolean ends = !complete && pending.stream().map(members::get).noneMatch(Telling::isNew);
        complete |= ends;
        if (diff.isEmpty() && !ends) {
            return false;
        }
        version++;
        connection.sendShared(diff.frame(collectionId, version, list.apply(diff, sorted, moved), ends));
        return true;
    }

    /** Whether it is in the collection, and the client was told so. */
    private static boolean isKnown(CollectionMember member) {
        return member != null && member.exists() && member.told() != null;
    }

    private static boolean isNew(CollectionMember member) {
        return member != null && member.exists() && member.told() == null;
    }

    private void takeKnown(String recordId, boolean sorted, CollectionDiff diff) {
        CollectionMember member = members.get(recordId);
        if (member == null || !member.exists()) {
            boolean told = member != null && member.told() != null && member.isSettled();
            if (told && !diff.remove(recordId)) {
                return;
            }
            pending.remove(recordId);
            moved.remove(recordId);
            if (told) {
                member.tell(null);
            }
            if (member != null && !member.isWanted()) {
                members.remove(recordId);
            }
        } else if (member.told() == null) {
            moved.remove(recordId);
        } else if (!moved.contains(recordId) || !sorted || diff.move(recordId)) {
            moved.remove(recordId);
            if (!member.differs()) {
                pending.remove(recordId);
            }
        }
    }

    /** The changes of records of which the client was told. */
    void updates() {
        for (String recordId : List.copyOf(pending)) {
            CollectionMember member = members.get(recordId);
            if (connection.isFilling()) {
                return;
            }
            if (isKnown(member) && !moved.contains(recordId)) {
                pending.remove(recordId);
                if (member.differs()) {
                    connection.sendShared(member.view().update());
                    member.tell(member.view());
                }
            }
        }
    }
}
