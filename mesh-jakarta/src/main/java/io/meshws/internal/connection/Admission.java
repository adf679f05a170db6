package io.meshws.internal.connection;

import io.meshws.CommandException;
import io.meshws.Identity;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An identity that can be used.
 *
 * @param left until it ends; empty for never
 * @param check during which it was found out
 */
public record Admission(
        Principal principal, Set<String> roles, JsonValue metadata, Optional<Duration> left, Logouts.Check check) {
    /**
     * @throws CommandException if the identity has ended
     * @throws IllegalStateException if its metadata can't be used
     */
    public static Admission of(Identity identity, JsonBinding json, ValueLimit metadataLimit, Logouts.Check check) {
        Optional<Duration> left = identity.end().map(end -> Duration.between(Instant.now(), end));
        if (left.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw new CommandException(ErrorCode.EUNAUTHENTICATED, "The credential has expired");
        }
        try {
            JsonValue metadata = json.toJson(identity.metadata().orElse(null));
            metadataLimit.text(metadata);
            return new Admission(identity.principal(), identity.roles(), metadata, left, check);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The metadata of the identity cannot be used: " + e.getMessage());
        }
    }

    /** The admission of a user whom the server authenticated. */
    public static Admission ofServer(Principal principal, Set<String> roles, Logouts.Check check) {
        return new Admission(principal, roles, JsonValue.NULL, Optional.empty(), check);
    }

    public String user() {
        return principal.getName();
    }

    /** Whether the user was logged out meanwhile. */
    public boolean isOver() {
        return check.missed(user());
    }
}
