package io.meshws.client.internal.collection;

import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topic;
import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
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

    /** A record that takes a place; none if the collection has no order. */
    private record Placed(String id, int at) {
        static Placed of(JsonObject payload) {
            int at = payload.get("at") instanceof JsonNumber number ? number.intValue() : Integer.MAX_VALUE;
            return new Placed(Payload.string(payload, "id"), at);
        }
    }

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
        version = Payload.whole(reply, "version");
        complete = !reply.containsKey("complete") || Payload.flag(reply, "complete");
        unconfirmed.putAll(members);
        members.clear();
        order.clear();
        differ(Payload.objects(reply, "records"), List.of(), List.of(), length);
    }

    /** @return false if differences are missing before this one */
    boolean apply(JsonObject payload, int length) {
        if (Payload.whole(payload, "version") != version + 1) {
            return false;
        }
        version++;
        complete |= Payload.flag(payload, "complete");
        differ(
                Payload.objects(payload, "added"),
                Payload.strings(payload, "removed"),
                payload.containsKey("moved") ? Payload.objects(payload, "moved") : List.of(),
                length);
        return true;
    }

    void update(JsonObject payload, int length) {
        RawRecord changed = RawRecord.updated(payload);
        if (members.replace(changed.id(), changed) != null) {
            tell(new RawChange(List.of(), List.of(), List.of(changed)), length);
        }
    }

    private void differ(List<JsonObject> come, List<String> gone, List<JsonObject> moved, int length) {
        RawChange change = new RawChange(new ArrayList<>(), new ArrayList<>(gone), new ArrayList<>());
        List<Placed> placed = new ArrayList<>();
        moved.forEach(payload -> placed.add(Placed.of(payload)));
        Set<String> leaving = new HashSet<>(gone);
        placed.forEach(one -> leaving.add(one.id()));
        order.removeIf(leaving::contains);
        gone.forEach(members::remove);
        for (JsonObject payload : come) {
            RawRecord record = RawRecord.of(payload);
            RawRecord before = unconfirmed.remove(record.id());
            members.put(record.id(), record);
            if (before == null) {
                change.added().add(record);
            } else if (!before.equals(record)) {
                change.changed().add(record);
            }
            placed.add(Placed.of(payload));
        }
        placed.sort(Comparator.comparingInt(Placed::at));
        placed.forEach(one -> order.add(Math.min(one.at(), order.size()), one.id()));
        if (complete) {
            change.removed().addAll(unconfirmed.keySet());
            unconfirmed.clear();
        }
        boolean differs = !change.added().isEmpty()
                || !change.removed().isEmpty()
                || !change.changed().isEmpty()
                || !moved.isEmpty();
        if (differs && isEstablished()) {
            tell(change, length);
        }
        if (complete) {
            handles().forEach(CollectionHandle::isWhole);
        }
    }

    private void tell(RawChange change, int length) {
        handles().forEach(handle -> handle.changed(change, length));
    }
}
