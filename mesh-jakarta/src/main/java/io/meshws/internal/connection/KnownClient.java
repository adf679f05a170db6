package io.meshws.internal.connection;

import io.meshws.AttributeKey;
import io.meshws.MeshConnection;
import io.meshws.internal.limit.Places;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The identity and attributes of a client: from its handshake, from signing in, and from the application. Thread-safe. */
abstract class KnownClient implements MeshConnection {
    private final String id;
    private final Handshake handshake;
    private final Attributes attributes = new Attributes();
    /** Whom it signed in as; null while only its handshake tells. */
    private volatile User user;

    /** Changes as one. */
    private record User(Optional<Principal> principal, Set<String> roles) {}

    KnownClient(String id, Handshake handshake) {
        this.id = id;
        this.handshake = handshake;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String remoteAddress() {
        return handshake.remoteAddress();
    }

    @Override
    public Map<String, List<String>> headers() {
        return handshake.headers();
    }

    @Override
    public Map<String, List<String>> query() {
        return handshake.query();
    }

    @Override
    public String path() {
        return handshake.path();
    }

    @Override
    public Optional<Principal> principal() {
        User signedIn = user;
        return signedIn == null ? handshake.principal() : signedIn.principal();
    }

    @Override
    public Set<String> roles() {
        User signedIn = user;
        return signedIn == null ? handshake.roles() : signedIn.roles();
    }

    /**
     * It is that user's from now on, if it is let in.
     *
     * @throws Places.NoPlace if the user has too many connections
     */
    public void takePlaceFor(String name) {
        handshake.place().ifPresent(place -> place.takeFor(name));
    }

    void leavePlace() {
        handshake.place().ifPresent(Places.Place::leave);
    }

    /** The client signed in. */
    public void signedIn(Admission known) {
        user = new User(Optional.of(known.principal()), known.roles());
    }

    @Override
    public Optional<String> bearerToken() {
        return handshake.bearerToken();
    }

    @Override
    public <T> void attribute(AttributeKey<T> key, T value) {
        attributes.set(key, value);
    }

    @Override
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        return attributes.get(key);
    }
}
