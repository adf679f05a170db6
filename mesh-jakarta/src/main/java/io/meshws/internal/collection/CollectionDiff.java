package io.meshws.internal.collection;

import io.meshws.internal.record.RecordView;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The changes of a collection that its client is told in one frame. It takes as many as fit, and one in any case; once one didn't fit, it
 * takes no more. Not thread-safe.
 */
final class CollectionDiff {
    private static final int MAX_RECORDS = 500;
    /** The most characters that are sent of an added record beside its id and value. */
    private static final int ADDED = 64;

    private static final int MOVED = 20;

    private final List<RecordView> added = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> moved = new ArrayList<>();
    private long bytes;
    private boolean full;

    /** @param maxBytes its length, in bytes of UTF-8 as it's sent */
    CollectionDiff(int maxBytes) {
        this.bytes = maxBytes;
    }

    private static long length(String recordId) {
        return Json.utf8Length(Json.quote(recordId));
    }

    private boolean takes(long needed) {
        full |= !isEmpty() && (needed > bytes || added.size() + removed.size() + moved.size() >= MAX_RECORDS);
        bytes -= needed;
        return !full;
    }

    boolean isFull() {
        return full;
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && moved.isEmpty();
    }

    /** Returns whether it fits; so do the others. */
    boolean add(RecordView view) {
        // A snapshot names it twice.
        return takes(ADDED + 2 * length(view.recordId()) + Json.utf8Length(view.value())) && added.add(view);
    }

    boolean remove(String recordId) {
        return takes(1 + length(recordId)) && removed.add(recordId);
    }

    boolean move(String recordId) {
        return takes(MOVED + length(recordId)) && moved.add(recordId);
    }

    List<RecordView> added() {
        return added;
    }

    List<String> removed() {
        return removed;
    }

    List<String> moved() {
        return moved;
    }

    /**
     * @param places the place in the client's list of each record that was added or moved; empty if the list has no order
     * @param complete whether this is the end of the snapshot
     */
    String frame(String collectionId, long version, Map<String, Integer> places, boolean complete) {
        if (!places.isEmpty()) {
            added.sort(Comparator.comparing(view -> places.get(view.recordId())));
            moved.sort(Comparator.comparing(places::get));
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

    private static <T> void list(StringBuilder payload, Collection<T> elements, Consumer<T> element) {
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
