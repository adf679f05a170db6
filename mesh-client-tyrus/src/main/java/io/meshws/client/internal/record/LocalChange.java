package io.meshws.client.internal.record;

import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;

/** What this client wrote, ahead of the server. The lock of the topics guards it. */
final class LocalChange {
    private final JsonValue written;
    private final MergeStrategy strategy;
    /** Of the record after it, once the server agreed; 0 before. */
    private long version;

    LocalChange(JsonValue written, MergeStrategy strategy) {
        this.written = written;
        this.strategy = strategy;
    }

    JsonValue on(JsonValue value) {
        return strategy.apply(value, written);
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
