package io.meshws.internal.instance;

import io.meshws.CollectionResolver;
import io.meshws.Guard;
import io.meshws.MeshServer;
import io.meshws.RecordSelection;
import io.meshws.testing.TestClient;
import jakarta.json.JsonValue;
import java.util.regex.Pattern;

/** Something that a client subscribes to, and how it's exposed. */
enum ExposureKind {
    CHANNEL("channel", "channel") {
        @Override
        void expose(MeshServer mesh, Guard guard) {
            mesh.channels().expose("x:1", guard);
        }

        @Override
        void exposeAll(MeshServer mesh) {
            mesh.channels().expose(ALL);
        }

        @Override
        boolean unexpose(MeshServer mesh) {
            return mesh.channels().unexpose("x:1");
        }

        @Override
        boolean unexposeAll(MeshServer mesh) {
            return mesh.channels().unexpose(Pattern.compile("x:.+"));
        }
    },
    RECORD("record", "recordId") {
        @Override
        void expose(MeshServer mesh, Guard guard) {
            mesh.records().expose("x:1", guard);
        }

        @Override
        void exposeAll(MeshServer mesh) {
            mesh.records().exposeWritable(ALL);
        }

        @Override
        boolean unexpose(MeshServer mesh) {
            return mesh.records().unexpose("x:1");
        }

        @Override
        boolean unexposeAll(MeshServer mesh) {
            return mesh.records().unexpose(Pattern.compile("x:.+"));
        }
    },
    PRESENCE("presence", "roomName") {
        @Override
        void expose(MeshServer mesh, Guard guard) {
            mesh.presence().track("x:1", guard);
        }

        @Override
        void exposeAll(MeshServer mesh) {
            mesh.presence().track(ALL);
        }

        @Override
        boolean unexpose(MeshServer mesh) {
            return mesh.presence().untrack("x:1");
        }

        @Override
        boolean unexposeAll(MeshServer mesh) {
            return mesh.presence().untrack(Pattern.compile("x:.+"));
        }
    },
    COLLECTION("collection", "collectionId") {
        @Override
        void expose(MeshServer mesh, Guard guard) {
            mesh.records().exposeCollection("x:1", items(mesh), guard);
        }

        @Override
        void exposeAll(MeshServer mesh) {
            mesh.records().exposeCollection(ALL, items(mesh));
        }

        @Override
        boolean unexpose(MeshServer mesh) {
            return mesh.records().unexposeCollection("x:1");
        }

        @Override
        boolean unexposeAll(MeshServer mesh) {
            return mesh.records().unexposeCollection(Pattern.compile("x:.+"));
        }

        private CollectionResolver items(MeshServer mesh) {
            mesh.records().index(ITEMS);
            mesh.records().expose(ITEMS);
            return (caller, collection) -> RecordSelection.matching(ITEMS);
        }
    };

    static final Pattern ALL = Pattern.compile("x:.+");
    private static final Pattern ITEMS = Pattern.compile("item:.+");

    private final String command;
    private final String member;

    ExposureKind(String command, String member) {
        this.command = command;
        this.member = member;
    }

    abstract void expose(MeshServer mesh, Guard guard);

    abstract void exposeAll(MeshServer mesh);

    abstract boolean unexpose(MeshServer mesh);

    abstract boolean unexposeAll(MeshServer mesh);

    String command() {
        return command;
    }

    String payload(String name) {
        return "{\"" + member + "\":\"" + name + "\"}";
    }

    boolean subscribe(TestClient client, String name) {
        return client.call("mesh/subscribe-" + command, payload(name))
                .asJsonObject()
                .getBoolean("success");
    }

    boolean unsubscribe(TestClient client, String name) {
        return client.call("mesh/unsubscribe-" + command, payload(name)).equals(JsonValue.TRUE);
    }
}
