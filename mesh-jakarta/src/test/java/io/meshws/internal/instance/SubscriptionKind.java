package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;

import io.meshws.Guard;
import io.meshws.RecordSelection;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.Locale;
import java.util.regex.Pattern;

/** A kind of thing that a client subscribes to. */
enum SubscriptionKind {
    CHANNEL("channel", "subscription-message") {
        @Override
        void expose(TestInstance instance, String name, Guard guard) {
            instance.mesh.channels().expose(name, guard);
        }

        @Override
        void happens(TestInstance instance, String name) {
            get(instance.mesh.channels().publish(name, "m"));
        }
    },

    RECORD("recordId", "record-update") {
        @Override
        void expose(TestInstance instance, String name, Guard guard) {
            instance.mesh.records().expose(name, guard);
        }

        @Override
        void happens(TestInstance instance, String name) {
            get(instance.mesh.records().write(name, System.nanoTime()));
        }
    },

    PRESENCE("roomName", "presence-update") {
        @Override
        void expose(TestInstance instance, String name, Guard guard) {
            instance.mesh.presence().track(name, guard);
        }

        @Override
        void happens(TestInstance instance, String name) {
            get(instance.mesh.rooms().add(name, instance.connect().id()));
        }
    },

    COLLECTION("collectionId", "collection-diff") {
        @Override
        void expose(TestInstance instance, String name, Guard guard) {
            Pattern items = Pattern.compile(Pattern.quote(name) + ":.+");
            instance.mesh.records().index(items);
            instance.mesh.records().expose(items);
            instance.mesh
                    .records()
                    .exposeCollection(name, (caller, collection) -> RecordSelection.matching(items), guard);
        }

        @Override
        void happens(TestInstance instance, String name) {
            get(instance.mesh.records().write(name + ":" + System.nanoTime(), 1));
        }
    };

    private final String member;
    private final String event;

    SubscriptionKind(String member, String event) {
        this.member = member;
        this.event = event;
    }

    abstract void expose(TestInstance instance, String name, Guard guard);

    /** Something that each subscriber is told once. */
    abstract void happens(TestInstance instance, String name);

    /** How often the client was told something. */
    int told(TestClient client) {
        return client.events("mesh/" + event).size();
    }

    /** Sends the request; returns its id. */
    long subscribe(TestClient client, String name) {
        return client.request("mesh/subscribe-" + name().toLowerCase(Locale.ROOT), payload(name));
    }

    /** Sends the request; returns its id. */
    long unsubscribe(TestClient client, String name) {
        return client.request("mesh/unsubscribe-" + name().toLowerCase(Locale.ROOT), payload(name));
    }

    private String payload(String name) {
        return "{\"" + member + "\":\"" + name + "\"}";
    }
}
