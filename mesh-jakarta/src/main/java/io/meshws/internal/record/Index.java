package io.meshws.internal.record;

import io.meshws.RecordCollections;
import io.meshws.internal.cluster.RecordIndex.Bucket;
import io.meshws.internal.cluster.RecordIndex.Place;
import io.meshws.internal.security.Selector;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPath;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An index that the application declared: one bucket for all of its records, and one for each value at each place. Immutable. */
public final class Index {
    /** A literal part in braces of a pattern. */
    private static final Pattern TAG = Pattern.compile("\\\\\\{([^{}\\\\]+)\\\\?}");

    private static final int NAME_BYTES = 16;

    private final Selector.Matching records;
    private final List<JsonPath> paths = new ArrayList<>();
    private final String id;
    private final String slot;

    /** @throws IllegalArgumentException if there are too many pointers, or one isn't a pointer */
    Index(Selector.Matching records, List<String> pointers) {
        if (pointers.size() > RecordCollections.MAX_INDEXED
                || Set.copyOf(pointers).size() < pointers.size()) {
            throw new IllegalArgumentException(
                    "An index has at most " + RecordCollections.MAX_INDEXED + " different pointers");
        }
        this.records = records;
        for (String pointer : pointers) {
            try {
                paths.add(JsonPath.parse(pointer));
            } catch (PatchFailedException e) {
                throw new IllegalArgumentException("\"" + pointer + "\" is no JSON pointer", e);
            }
        }
        Pattern pattern = records.pattern();
        this.id = digest(pattern.pattern() + "\n" + pattern.flags() + "\n" + String.join("\n", pointers));
        Matcher tag = TAG.matcher(pattern.pattern());
        this.slot = tag.find() ? tag.group(1) : id;
    }

    Selector.Matching records() {
        return records;
    }

    boolean covers(String recordId) {
        return records.matches(recordId);
    }

    /** All records of the index. */
    public Bucket all() {
        return new Bucket(slot, id);
    }

    /** The records that have this value, in its {@linkplain IndexedValue#of indexed form}. */
    public Bucket with(int position, JsonValue value) {
        return new Bucket(slot, digest(id + "\n" + position + "\n" + Json.text(value)));
    }

    /**
     * The place of the pointer among those of the index.
     *
     * @throws IllegalArgumentException if it's not one of them
     */
    public int position(String pointer) {
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).text().equals(pointer)) {
                return i;
            }
        }
        throw new IllegalArgumentException("The index of " + records.pattern() + " doesn't have \"" + pointer + "\"");
    }

    /** The places of a record with this value in the index. */
    List<Place> places(JsonValue value) {
        JsonArrayBuilder all = Json.array();
        paths.forEach(path -> all.add(IndexedValue.of(at(path, value))));
        JsonArray values = all.build();
        String text = Json.text(values);
        Set<Place> places = new LinkedHashSet<>();
        places.add(new Place(all(), text));
        for (int i = 0; i < values.size(); i++) {
            places.add(new Place(with(i, values.get(i)), text));
        }
        return List.copyOf(places);
    }

    private static JsonValue at(JsonPath path, JsonValue value) {
        JsonValue found = value;
        for (String token : path.tokens()) {
            if (found instanceof JsonObject object) {
                found = object.getOrDefault(token, JsonValue.NULL);
            } else if (found instanceof JsonArray array && token.matches("0|[1-9]\\d{0,8}")) {
                int position = Integer.parseInt(token);
                found = position < array.size() ? array.get(position) : JsonValue.NULL;
            } else {
                return JsonValue.NULL;
            }
        }
        return found;
    }

    private static String digest(String text) {
        return IndexedValue.digest(text).substring(0, 2 * NAME_BYTES);
    }
}
