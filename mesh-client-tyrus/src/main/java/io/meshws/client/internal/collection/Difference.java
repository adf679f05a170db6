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
 * How a collection differs from what it was, as the server says it.
 *
 * @param moved with their new places
 */
record Difference(List<Arrival> added, List<String> removed, List<Place> moved) {
    /** The place of records in a collection without an order: behind all others. */
    private static final int LAST = Integer.MAX_VALUE;

    Difference {
        Set<String> placed = new HashSet<>();
        Stream.concat(added.stream().map(Arrival::place), moved.stream()).forEach(place -> {
            if (!placed.add(place.id())) {
                throw new UnexpectedPayloadException(
                        "Expected one place for " + Json.quote(place.id()) + ", found two");
            }
        });
    }

    /** A record that came. */
    record Arrival(RawRecord record, Place place) {
        static Arrival of(JsonObject payload) {
            return new Arrival(RawRecord.of(payload), Place.of(payload));
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
    static Difference whole(JsonObject reply) {
        return new Difference(arrivals(reply, "records"), List.of(), List.of());
    }

    static Difference of(JsonObject payload) {
        return new Difference(
                arrivals(payload, "added"),
                Payload.strings(payload, "removed"),
                payload.containsKey("moved")
                        ? Payload.objects(payload, "moved").stream()
                                .map(Place::of)
                                .toList()
                        : List.of());
    }

    private static List<Arrival> arrivals(JsonObject payload, String name) {
        return Payload.objects(payload, name).stream().map(Arrival::of).toList();
    }

    /** Whether only members move. */
    boolean fits(Set<String> members) {
        return moved.stream().allMatch(place -> members.contains(place.id()) && !removed.contains(place.id()));
    }
}
