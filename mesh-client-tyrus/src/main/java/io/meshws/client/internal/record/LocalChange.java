package io.meshws.client.internal.record;

import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.change.ChangeFailedException;
import io.meshws.protocol.change.Changes;
import jakarta.json.JsonValue;
import java.util.function.UnaryOperator;

/** A write of this client that the server hasn't sent back yet. The lock of the topics guards it. */
final class LocalChange {
    private final UnaryOperator<JsonValue> edit;
    private final boolean countsOnce;
    /** The version of the record after this change, once the server has accepted it; 0 before. */
    private long version;

    private LocalChange(UnaryOperator<JsonValue> edit, boolean countsOnce) {
        this.edit = edit;
        this.countsOnce = countsOnce;
    }

    static LocalChange of(JsonValue written, MergeStrategy strategy) {
        return new LocalChange(value -> strategy.apply(value, written), false);
    }

    static LocalChange of(Changes changes) {
        return new LocalChange(value -> after(changes, value), true);
    }

    private static JsonValue after(Changes changes, JsonValue value) {
        try {
            JsonValue after = changes.applyTo(value == JsonValue.NULL ? null : value);
            return after == null ? JsonValue.NULL : after;
        } catch (ChangeFailedException e) {
            // The server will say so.
            return value;
        }
    }

    JsonValue applyTo(JsonValue value) {
        return edit.apply(value);
    }

    /** Whether a value of the server that has it in must not be changed by it again. */
    boolean countsOnce() {
        return countsOnce;
    }

    void confirmed(long newVersion) {
        version = newVersion;
    }

    boolean isConfirmed() {
        return version > 0;
    }

    /** Whether the server's value of this version has it in. */
    boolean isIn(long serverVersion) {
        return isConfirmed() && serverVersion >= version;
    }
}
