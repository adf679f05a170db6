package io.meshws;

import java.security.Principal;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The user that an {@link Authenticator} found a client to be. Immutable.
 *
 * <pre>{@code
 * Identity ada = Identity.of("ada").withMetadata(Map.of("name", "Ada"));
 * }</pre>
 */
public final class Identity {
    private final Principal principal;
    private final Set<String> roles;
    private final Object metadata;
    private final Instant end;

    private Identity(Principal principal, Set<String> roles, Object metadata, Instant end) {
        this.principal = principal;
        this.roles = roles;
        this.metadata = metadata;
        this.end = end;
    }

    /** A user with this name. */
    public static Identity of(String name) {
        return of(new User(Objects.requireNonNull(name, "name")));
    }

    public static Identity of(Principal principal) {
        return new Identity(Objects.requireNonNull(principal, "principal"), Set.of(), null, null);
    }

    /**
     * Replaces the roles, which {@code @RolesAllowed} on commands refers to. A client that signs in again has those
     * of its new identity.
     */
    public Identity withRoles(Collection<String> newRoles) {
        return new Identity(principal, Set.copyOf(newRoles), metadata, end);
    }

    /**
     * Sets the metadata that the connection starts with if the handshake identified the client, or the client had to
     * sign in first. A client that signs in later, or again, keeps the metadata of the connection.
     *
     * @param newMetadata anything that JSON-B or JSON-P can express; null changes nothing
     */
    public Identity withMetadata(Object newMetadata) {
        return new Identity(principal, roles, newMetadata, end);
    }

    /**
     * Limits the identity in time, for example to the lifetime of a token. If the client hasn't signed in again by
     * then, its connection is closed with 4004 within a second, and mesh's clients sign in on a new one.
     *
     * @param newEnd by the clock of the instance; null for no end
     */
    public Identity until(Instant newEnd) {
        return new Identity(principal, roles, metadata, newEnd);
    }

    public Principal principal() {
        return principal;
    }

    public Set<String> roles() {
        return roles;
    }

    public Optional<Object> metadata() {
        return Optional.ofNullable(metadata);
    }

    /** When it ends; empty for never. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    private record User(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
