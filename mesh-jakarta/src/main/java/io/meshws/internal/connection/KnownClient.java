package io.meshws.internal.connection;

import io.meshws.AttributeKey;
import io.meshws.MeshConnection;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a client: from its handshake, from its signing in, and what the application notes. Thread-safe. */
abstract class KnownClient implements MeshConnection {
    private final String id;
    private final Handshake handshake;
    private final Attributes attributes = new Attributes();
    private volatile Optional<Principal> principal;

    KnownClient(String id, Handshake handshake) {
        this.id = id;
        this.handshake = handshake;
        this.principal = handshake.principal();
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
        return principal;
    }

    /** The client signed in. */
    public void principal(Principal known) {
        principal = Optional.of(known);
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
