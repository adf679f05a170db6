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
 * A document while a patch is applied. On the way down to its target, an operation thaws what it touches, each
 * container once: an object becomes {@link Members}, an array {@link Elements}. Everything else stays the JSON value it
 * was.
 */
final class PatchTarget {
    private Object root;

    PatchTarget(JsonValue document) {
        this.root = document;
    }

    JsonValue result() {
        return frozen(root);
    }

    /** The value as JSON that later operations don't change. */
    JsonValue get(JsonPath path) throws PatchFailedException {
        return path.isRoot() ? frozen(root) : frozen(parent(path).get(path.last()));
    }

    void add(JsonPath path, JsonValue value) throws PatchFailedException {
        if (path.isRoot()) {
            root = value;
        } else {
            parent(path).add(path.last(), value);
        }
    }

    void replace(JsonPath path, JsonValue value) throws PatchFailedException {
        if (path.isRoot()) {
            root = value;
        } else {
            parent(path).replace(path.last(), value);
        }
    }

    void remove(JsonPath path) throws PatchFailedException {
        if (path.isRoot()) {
            throw new PatchFailedException("removal of the whole document");
        }
        parent(path).remove(path.last());
    }

    private Thawed parent(JsonPath path) throws PatchFailedException {
        Thawed container = thawed(root);
        root = container;
        for (String token : path.tokens().subList(0, path.tokens().size() - 1)) {
            Thawed inner = thawed(container.get(token));
            container.replace(token, inner);
            container = inner;
        }
        return container;
    }

    private static Thawed thawed(Object node) throws PatchFailedException {
        if (node instanceof Thawed thawed) {
            return thawed;
        }
        if (node instanceof JsonObject object) {
            return new Members(new LinkedHashMap<>(object));
        }
        if (node instanceof JsonArray array) {
            return new Elements(new ArrayList<>(array));
        }
        throw new PatchFailedException("the path leads through " + Json.describe((JsonValue) node));
    }

    private static JsonValue frozen(Object node) {
        return node instanceof Thawed thawed ? thawed.freeze() : (JsonValue) node;
    }

    private sealed interface Thawed {
        Object get(String token) throws PatchFailedException;

        void add(String token, Object value) throws PatchFailedException;

        void replace(String token, Object value) throws PatchFailedException;

        void remove(String token) throws PatchFailedException;

        JsonValue freeze();
    }

    private record Members(Map<String, Object> map) implements Thawed {
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
    }

    private record Elements(List<Object> list) implements Thawed {
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

        private static int index(String token, int bound) throws PatchFailedException {
            int index = JsonPath.index(token);
            if (index < 0 || index >= bound) {
                throw new PatchFailedException("no element " + Json.quote(token));
            }
            return index;
        }
    }
}
