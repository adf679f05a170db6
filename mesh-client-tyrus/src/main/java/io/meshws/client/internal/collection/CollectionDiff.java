package io.meshws.client.internal.collection;

import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.UnexpectedPayloadException;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a collection differs from its former state, as the server sends it.
 *
 * @param moved with their new places
 */
record CollectionDiff(List<Added> added, List<String> removed, List<Place> moved) {
    /** The place of records in a collection without an order: behind all others. */
    private static final int LAST = Integer.MAX_VALUE;

    CollectionDiff {
        Set<String> placed = new HashSet<>();
        Stream.concat(added.stream().map(Added::place), moved.stream()).forEach(place -> {
            if (!placed.add(place.id())) {
                throw new UnexpectedPayloadException(
                        "Expected one place for " + Json.quote(place.id()) + ", found two");
            }
        });
    }

    /** A record that came. */
    record Added(RawRecord record, Place place) {
        static Added of(JsonObject payload) {
            return new Added(RawRecord.of(payload), Place.of(payload));
        }
    }

    /** The place of a record. */
    record Place(String id, int at) {
        static Place of(JsonObject payload) {
            String id = Payload.string(payload, "id");
            long at = payload.containsKey("at") ? Payload.whole(payload, "at") : LAST;
            if (at < 0) {
                throw new UnexpectedPayloadException("Expected a place from 0, found " + at);
            }
            return new Place(id, (int) Math.min(at, LAST));
        }
    }

    /** From the beginning, as the reply of the server has it. */
    static CollectionDiff whole(JsonObject reply) {
        return new CollectionDiff(arrivals(reply, "records"), List.of(), List.of());
    }

    static CollectionDiff of(JsonObject payload) {
        return new CollectionDiff(
                arrivals(payload, "added"),
                Payload.strings(payload, "removed"),
                payload.containsKey("moved")
                        ? Payload.objects(payload, "moved").stream()
                                .map(Place::of)
                                .toList()
                        : List.of());
    }

    private static List<Added> arrivals(JsonObject payload, String name) {
        return Payload.objects(payload, name).stream().map(Added::of).toList();
    }

    /** Whether only members move. */
    boolean fits(Set<String> members) {
        return moved.stream().allMatch(place -> members.contains(place.id()) && !removed.contains(place.id()));
    }
}
