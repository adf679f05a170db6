package io.meshws.client.internal.record;

import io.meshws.client.RecordMode;
import io.meshws.client.RecordUpdate.Cause;
import io.meshws.client.internal.topic.Payload;
import io.meshws.client.internal.topic.Topic;
import io.meshws.client.internal.topic.UnexpectedPayloadException;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPatches;
import io.meshws.protocol.patch.PatchFailedException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One record: the server's value, and this client's changes on top of it. */
final class RecordTopic extends Topic<RecordHandle<?>> {
    private final Consumer<RecordTopic> readAgain;
    private final List<LocalChange> changes = new ArrayList<>();
    private final EarlyUpdates early;
    private JsonValue server = JsonValue.NULL;
    private long version;
    /** The value that the application sees. */
    private JsonValue visible = JsonValue.NULL;
    /** Patches are of no use until the record was read again. */
    private boolean reading;

    /**
     * @param readAgain subscribes again, because a change was missed
     * @param maxCharacters how long updates may be that wait for the answer to a change
     */
    RecordTopic(String name, Consumer<RecordTopic> readAgain, int maxCharacters) {
        super(name);
        this.readAgain = readAgain;
        this.early = new EarlyUpdates(changes, maxCharacters);
    }

    JsonValue visible() {
        return visible;
    }

    long version() {
        return version;
    }

    @Override
    protected JsonObject request(RecordHandle<?> joining) {
        boolean patches = handles().stream().anyMatch(handle -> handle.mode() == RecordMode.PATCH);
        String mode = (patches ? RecordMode.PATCH : RecordMode.FULL).wireName();
        JsonObjectBuilder request = Json.object().add("recordId", name()).add("mode", mode);
        if (version > 0) {
            // Another instance may not have it yet.
            request.add("since", version);
        }
        return request.build();
    }

    @Override
    protected void subscribed(RecordHandle<?> handle, JsonObject reply) {
        if (isEstablished()) {
            readAgain(reply, 0);
        } else {
            read(reply);
        }
    }

    @Override
    protected void restored(JsonObject reply, int length) {
        readAgain(reply, length);
    }

    /** The record as it is now: an update if this is news. */
    void readAgain(JsonObject reply, int length) {
        JsonValue before = visible;
        long versionBefore = version;
        read(reply);
        if (version != versionBefore || !visible.equals(before)) {
            tell(null, Cause.CAUGHT_UP, length);
        }
    }

    private void read(JsonObject reply) {
        reading = false;
        early.clear();
        server(reply.getOrDefault("record", JsonValue.NULL), Payload.whole(reply, "version"));
    }

    private void server(JsonValue value, long newVersion) {
        if (newVersion < version) {
            // The record began anew: earlier confirmations no longer count.
            changes.removeIf(LocalChange::isConfirmed);
        }
        server = value;
        version = newVersion;
        changes.removeIf(change -> change.isIn(newVersion));
        show();
    }

    private void show() {
        JsonValue value = server;
        for (LocalChange change : changes) {
            value = change.applyTo(value);
        }
        visible = value;
    }

    void update(JsonObject payload, int length) {
        long newVersion = Payload.whole(payload, "version");
        JsonValue full = payload.get("full");
        if (full != null) {
            inTurn(length, () -> {
                reading = false;
                server(full, newVersion);
                tell(null, Cause.CHANGED, length);
            });
        } else if (payload.get("patch") instanceof JsonArray patch) {
            inTurn(length, () -> patch(patch, newVersion, length));
        } else {
            throw new UnexpectedPayloadException("Expected full or patch in an update of a record");
        }
    }

    private void inTurn(int length, Runnable update) {
        if (!early.add(length, update)) {
            missed();
        }
    }

    private void missed() {
        reading = true;
        readAgain.accept(this);
    }

    private void patch(JsonArray patch, long newVersion, int length) {
        if (reading || newVersion <= version) {
            return;
        }
        if (newVersion == version + 1) {
            try {
                // A record without a value is patched from the empty object.
                JsonValue before = server == JsonValue.NULL ? JsonValue.EMPTY_JSON_OBJECT : server;
                server(JsonPatches.apply(before, patch), newVersion);
                tell(patch, Cause.CHANGED, length);
                return;
            } catch (PatchFailedException e) {
                RecordTopics.LOG.log(
                        System.Logger.Level.WARNING,
                        "A patch of record {0} does not apply; it is read again: {1}",
                        name(),
                        e.getMessage());
            }
        }
        missed();
    }

    void deleted(JsonObject payload, int length) {
        long newVersion = Payload.whole(payload, "version");
        inTurn(length, () -> {
            reading = false;
            server(JsonValue.NULL, newVersion);
            tell(null, Cause.DELETED, length);
        });
    }

    void begin(LocalChange change) {
        changes.add(change);
        show();
        tell(null, Cause.LOCAL, 0);
    }

    void confirmed(LocalChange change, long newVersion) {
        change.confirmed(newVersion);
        if (newVersion == 0 || change.isIn(version)) {
            changes.remove(change);
            show();
        }
        early.answered();
    }

    void refused(LocalChange change) {
        if (changes.remove(change)) {
            show();
            tell(null, Cause.ROLLED_BACK, 0);
        }
        early.answered();
    }

    private void tell(JsonArray patch, Cause cause, int length) {
        RawUpdate update = new RawUpdate(visible, version, patch, cause);
        handles().forEach(handle -> handle.update(update, length));
    }
}
