package io.meshws.internal.collection;

import io.meshws.internal.record.RecordView;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The changes of a collection that its client is told in one frame. Not thread-safe. */
final class Difference {
    private static final int MAX_RECORDS = 500;
    private static final int MAX_CHARACTERS = 256 * 1024;

    private final List<RecordView> added = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> moved = new ArrayList<>();
    private int characters;

    /** Whether it's enough for a message. */
    boolean isFull() {
        return added.size() + removed.size() >= MAX_RECORDS || characters > MAX_CHARACTERS;
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && moved.isEmpty();
    }

    void add(RecordView view) {
        added.add(view);
        characters += view.value().length();
    }

    void remove(String recordId) {
        removed.add(recordId);
    }

    void move(String recordId) {
        moved.add(recordId);
    }

    List<RecordView> added() {
        return added;
    }

    /**
     * @param order the ids in the collection after this difference; null if it has no order
     * @param complete whether this is the end of the snapshot
     */
    String frame(String collectionId, long version, List<String> order, boolean complete) {
        Map<String, Integer> places = new HashMap<>();
        if (order != null) {
            order.forEach(recordId -> places.put(recordId, places.size()));
            added.sort((one, other) -> Integer.compare(places.get(one.recordId()), places.get(other.recordId())));
            moved.sort((one, other) -> Integer.compare(places.get(one), places.get(other)));
        }
        StringBuilder payload = new StringBuilder("{\"collectionId\":").append(Json.quote(collectionId));
        list(payload.append(",\"added\":"), added, view -> {
            payload.append("{\"id\":").append(Json.quote(view.recordId()));
            payload.append(",\"record\":").append(view.value());
            payload.append(",\"version\":").append(view.version());
            at(payload, places.get(view.recordId())).append('}');
        });
        list(payload.append(",\"removed\":"), removed, recordId -> payload.append(Json.quote(recordId)));
        if (!moved.isEmpty()) {
            list(payload.append(",\"moved\":"), moved, recordId -> at(
                            payload.append("{\"id\":").append(Json.quote(recordId)), places.get(recordId))
                    .append('}'));
        }
        payload.append(",\"version\":").append(version);
        return FrameText.event(
                BuiltIn.COLLECTION_DIFF,
                payload.append(complete ? ",\"complete\":true}" : "}").toString());
    }

    private static StringBuilder at(StringBuilder payload, Integer place) {
        return place == null ? payload : payload.append(",\"at\":").append(place);
    }

    private static <T> void list(
            StringBuilder payload, Collection<T> elements, java.util.function.Consumer<T> element) {
        payload.append('[');
        boolean first = true;
        for (T one : elements) {
            if (!first) {
                payload.append(',');
            }
            first = false;
            element.accept(one);
        }
        payload.append(']');
    }
}
