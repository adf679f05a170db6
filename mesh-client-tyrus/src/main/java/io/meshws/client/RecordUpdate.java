package io.meshws.client;

import jakarta.json.JsonArray;
import java.util.Optional;

/**
 * A record has another value, or another version.
 *
 * @param value as it is now; null if there is none
 * @param version of the record at the server; a value that this client changed ahead of the server has the version that
 *     it came from
 * @param patch that leads from the last value to this one, if the server sent one
 * @param <T> the type that values are read as
 */
public record RecordUpdate<T>(String recordId, T value, long version, Optional<JsonArray> patch, Cause cause) {
    /** Why there is an update. */
    public enum Cause {
        /** The current value, for a new subscriber of the publisher. */
        BEGIN,
        /** A write, perhaps by this client. */
        CHANGED,
        /** The record was deleted. */
        DELETED,
        /** This value replaces all that came since the last one: after a broken link, or if updates were left out. */
        CAUGHT_UP,
        /** This client changed the value, and the server has not confirmed it yet. */
        LOCAL,
        /** The server refused this client's change, or may not have received it: the value is that of the server. */
        ROLLED_BACK
    }
}
