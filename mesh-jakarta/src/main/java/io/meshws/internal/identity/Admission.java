package io.meshws.internal.identity;

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

/**
 * An identity that can be used. Immutable.
 *
 * @param left until it ends; empty for never
 */
record Admission(Principal principal, JsonValue metadata, Optional<Duration> left) {
    /**
     * @throws CommandException if the identity has ended
     * @throws IllegalStateException if its metadata can't be used
     */
    static Admission of(Identity identity, JsonBinding json, ValueLimit metadataLimit) {
        Optional<Duration> left = identity.end().map(end -> Duration.between(Instant.now(), end));
        if (left.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw new CommandException(ErrorCode.EUNAUTHENTICATED, "The credential has expired");
        }
        try {
            JsonValue metadata = json.toJson(identity.metadata().orElse(null));
            metadataLimit.text(metadata);
            return new Admission(identity.principal(), metadata, left);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The metadata of the identity cannot be used: " + e.getMessage());
        }
    }

    String user() {
        return principal.getName();
    }
}
