package io.meshws.client.internal.collection;

import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topic;
import io.meshws.client.internal.topic.UnexpectedPayloadException;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One collection. */
final class CollectionTopic extends Topic<CollectionHandle<?>> {
    private final Map<String, RawRecord> members = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    /** Members of an earlier subscription that the server has not named again yet. */
    private final Map<String, RawRecord> unconfirmed = new LinkedHashMap<>();

    private long version;
    private boolean complete;
    /** Differences are of no use until the collection was read again. */
    private boolean reading;

    CollectionTopic(String collectionId) {
        super(collectionId);
    }

    List<RawRecord> records() {
        List<RawRecord> all = new ArrayList<>();
        order.forEach(id -> all.add(members.get(id)));
        all.addAll(unconfirmed.values());
        return all;
    }

    @Override
    protected JsonObject request(CollectionHandle<?> joining) {
        return Json.object().add("collectionId", name()).build();
    }

    @Override
    protected void subscribed(CollectionHandle<?> handle, JsonObject reply) {
        restored(reply, 0);
    }

    @Override
    protected void restored(JsonObject reply, int length) {
        CollectionDiff whole = CollectionDiff.whole(reply);
        version = Payload.whole(reply, "version");
        complete = !reply.containsKey("complete") || Payload.flag(reply, "complete");
        reading = false;
        unconfirmed.putAll(members);
        members.clear();
        order.clear();
        differ(whole, length);
    }

    /** @return false if the collection has to be read again: differences are missing before this one, or it makes no sense */
    boolean apply(JsonObject payload, int length) {
        if (reading) {
            // The answer has it.
            return true;
        }
        CollectionDiff diff = next(payload);
        if (diff == null) {
            reading = true;
            return false;
        }
        version++;
        complete |= Payload.flag(payload, "complete");
        differ(diff, length);
        return true;
    }

    /** The difference that follows; null if this is none. */
    private CollectionDiff next(JsonObject payload) {
        try {
            if (Payload.whole(payload, "version") == version + 1) {
                CollectionDiff diff = CollectionDiff.of(payload);
                if (diff.fits(members.keySet())) {
                    return diff;
                }
                malformed("it moves a record that is not in it");
            }
        } catch (UnexpectedPayloadException e) {
            malformed(e.getMessage());
        }
        return null;
    }

    private void malformed(String why) {
        CollectionTopics.LOG.log(
                Level.WARNING, "A difference of collection {0} is malformed; it is read again: {1}", name(), why);
    }

    void update(JsonObject payload, int length) {
        RawRecord changed = RawRecord.updated(payload);
        if (members.replace(changed.id(), changed) != null) {
            tell(new RawChange(List.of(), List.of(), List.of(changed)), length);
        }
    }

    private void differ(CollectionDiff diff, int length) {
        RawChange change = new RawChange(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<CollectionDiff.Place> places = new ArrayList<>(diff.moved());
        for (String id : diff.removed()) {
            boolean wasMember = members.remove(id) != null;
            boolean wasUnconfirmed = unconfirmed.remove(id) != null;
            if (wasMember || wasUnconfirmed) {
                change.removed().add(id);
            }
        }
        for (CollectionDiff.Added added : diff.added()) {
            come(added.record(), change);
            places.add(added.place());
        }
        Set<String> leaving = new HashSet<>(diff.removed());
        places.forEach(place -> leaving.add(place.id()));
        order.removeIf(leaving::contains);
        places.sort(Comparator.comparingInt(CollectionDiff.Place::at));
        places.forEach(place -> order.add(Math.min(place.at(), order.size()), place.id()));
        if (complete) {
            change.removed().addAll(unconfirmed.keySet());
            unconfirmed.clear();
        }
        boolean differs = !change.added().isEmpty()
                || !change.removed().isEmpty()
                || !change.changed().isEmpty()
                || !diff.moved().isEmpty();
        if (differs && isEstablished()) {
            tell(change, length);
        }
        if (complete) {
            handles().forEach(CollectionHandle::isWhole);
        }
    }

    private void come(RawRecord record, RawChange change) {
        RawRecord unsure = unconfirmed.remove(record.id());
        RawRecord before = members.put(record.id(), record);
        RawRecord last = before != null ? before : unsure;
        if (last == null) {
            change.added().add(record);
        } else if (!last.equals(record)) {
            change.changed().add(record);
        }
    }

    private void tell(RawChange change, int length) {
        handles().forEach(handle -> handle.changed(change, length));
    }
}
