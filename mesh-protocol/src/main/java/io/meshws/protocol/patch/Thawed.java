package io.meshws.protocol.patch;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of a document that is being changed, copied once for all changes. Its content is thawed too, or still the
 * JSON value that it was. Not thread-safe.
 */
public sealed interface Thawed {

    Object get(String token) throws PatchFailedException;

    void add(String token, Object value) throws PatchFailedException;

    void replace(String token, Object value) throws PatchFailedException;

    void remove(String token) throws PatchFailedException;

    /** A copy that later changes don't reach. */
    JsonValue freeze();

    boolean equalTo(JsonValue other, Steps steps);

    /**
     * @param node thawed, or a JSON value
     * @return null if it's no container
     */
    static Thawed of(Object node) {
        if (node instanceof Thawed thawed) {
            return thawed;
        }
        if (node instanceof JsonObject object) {
            return new Members(new LinkedHashMap<>(object));
        }
        return node instanceof JsonArray array ? new Elements(new ArrayList<>(array)) : null;
    }

    static JsonValue frozen(Object node) {
        return node instanceof Thawed thawed ? thawed.freeze() : (JsonValue) node;
    }

    /** Like {@link JsonEquality#equal}, for a node that may be thawed. */
    static boolean equal(Object node, JsonValue value, Steps steps) {
        return node instanceof Thawed thawed
                ? thawed.equalTo(value, steps)
                : JsonEquality.equal((JsonValue) node, value, steps);
    }

    /** An object. */
    record Members(Map<String, Object> map) implements Thawed {
        @Override
        public Object get(String name) throws PatchFailedException {
            Object value = map.get(name);
            if (value == null) {
                throw new PatchFailedException("no member " + Json.quote(name));
            }
            return value;
        }

        @Override
        public void add(String name, Object value) {
            map.put(name, value);
        }

        @Override
        public void replace(String name, Object value) throws PatchFailedException {
            if (map.replace(name, value) == null) {
                throw new PatchFailedException("no member " + Json.quote(name));
            }
        }

        @Override
        public void remove(String name) throws PatchFailedException {
            if (map.remove(name) == null) {
                throw new PatchFailedException("no member " + Json.quote(name));
            }
        }

        @Override
        public JsonValue freeze() {
            JsonObjectBuilder builder = Json.object();
            map.forEach((name, value) -> builder.add(name, frozen(value)));
            return builder.build();
        }

        @Override
        public boolean equalTo(JsonValue other, Steps steps) {
            steps.take(1);
            return other instanceof JsonObject object
                    && object.size() == map.size()
                    && object.entrySet().stream().allMatch(member -> {
                        Object mine = map.get(member.getKey());
                        return mine != null && equal(mine, member.getValue(), steps);
                    });
        }
    }

    /** An array. */
    record Elements(List<Object> list) implements Thawed {
        @Override
        public Object get(String token) throws PatchFailedException {
            return list.get(index(token, list.size()));
        }

        @Override
        public void add(String token, Object value) throws PatchFailedException {
            list.add(token.equals("-") ? list.size() : index(token, list.size() + 1), value);
        }

        @Override
        public void replace(String token, Object value) throws PatchFailedException {
            list.set(index(token, list.size()), value);
        }

        @Override
        public void remove(String token) throws PatchFailedException {
            list.remove(index(token, list.size()));
        }

        @Override
        public JsonValue freeze() {
            JsonArrayBuilder builder = Json.array();
            list.forEach(value -> builder.add(frozen(value)));
            return builder.build();
        }

        @Override
        public boolean equalTo(JsonValue other, Steps steps) {
            steps.take(1);
            if (!(other instanceof JsonArray array) || array.size() != list.size()) {
                return false;
            }
            for (int i = 0; i < array.size(); i++) {
                if (!equal(list.get(i), array.get(i), steps)) {
                    return false;
                }
            }
            return true;
        }

        private static int index(String token, int bound) throws PatchFailedException {
            int index = JsonPath.index(token);
            if (index < 0 || index >= bound) {
                throw new PatchFailedException("no element " + Json.quote(token));
            }
            return index;
        }
    }
}
