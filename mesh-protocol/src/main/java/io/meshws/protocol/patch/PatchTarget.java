package io.meshws.protocol.patch;

import io.meshws.protocol.Json;
import jakarta.json.JsonValue;

/**
 * A document while a patch is applied. On the way down to its target, an operation thaws the containers that it
 * touches, each container once. Everything else stays the JSON value it was.
 */
final class PatchTarget {
    private Object root;

    PatchTarget(JsonValue document) {
        this.root = document;
    }

    JsonValue result() {
        return Thawed.frozen(root);
    }

    /** The value as JSON that later operations don't change. */
    JsonValue get(JsonPath path) throws PatchFailedException {
        return path.isRoot() ? Thawed.frozen(root) : Thawed.frozen(parent(path).get(path.last()));
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
        Thawed thawed = Thawed.of(node);
        if (thawed == null) {
            throw new PatchFailedException("the path leads through " + Json.describe((JsonValue) node));
        }
        return thawed;
    }
}
