package io.meshws.client;

import io.meshws.protocol.Json;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/** Settings of a {@link MeshClient}; start with {@link MeshClient#builder}. Not thread-safe. */
public final class MeshClientBuilder {
    private final URI uri;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private SSLContext ssl;
    private Duration connectTimeout = Duration.ofSeconds(15);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int maxFrameBytes = 16 * 1024 * 1024;
    private int maxQueuedCharacters = 16 * 1024 * 1024;
    private int maxPendingEvents = 65_536;
    private Jsonb jsonb;

    MeshClientBuilder(URI uri) {
        if (!"ws".equals(uri.getScheme()) && !"wss".equals(uri.getScheme())) {
            throw new IllegalArgumentException("Expected ws://… or wss://…, found " + uri);
        }
        this.uri = uri;
    }

    /** A header of the handshake, for example {@code Authorization}; the same name again adds a value. */
    public MeshClientBuilder header(String name, String value) {
        Objects.requireNonNull(value, name);
        headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return this;
    }

    /** Keys and trust for {@code wss:}; the JVM's default where none is given. */
    public MeshClientBuilder sslContext(SSLContext context) {
        ssl = context;
        return this;
    }

    /** How long connecting may take, connection id included; 15 s where none is given. */
    public MeshClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = positive(timeout);
        return this;
    }

    /** How long a request waits for its reply where it names no time of its own; 30 s where none is given. */
    public MeshClientBuilder requestTimeout(Duration timeout) {
        requestTimeout = positive(timeout);
        return this;
    }

    /** The longest message that is read, in bytes; 16 MiB where none is given. A longer one ends the connection. */
    public MeshClientBuilder maxFrameBytes(int bytes) {
        maxFrameBytes = positive(bytes);
        return this;
    }

    /**
     * How many characters may wait to be sent; 16 Mi where none is given. Beyond them requests and events fail with
     * {@code EBUSY}.
     */
    public MeshClientBuilder maxQueuedCharacters(int characters) {
        maxQueuedCharacters = positive(characters);
        return this;
    }

    /**
     * How many events and requests of the server may wait for the listeners; 65,536 where none is given. Listeners that
     * fall behind further lose the connection, rather than the process its memory.
     */
    public MeshClientBuilder maxPendingEvents(int events) {
        maxPendingEvents = positive(events);
        return this;
    }

    /** The JSON-B that payloads are read and written with; it stays open when the client closes. */
    public MeshClientBuilder binding(Jsonb jsonb) {
        this.jsonb = jsonb;
        return this;
    }

    /** A client that is not connected yet. */
    public MeshClient build() {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        ClientSettings settings = new ClientSettings(
                uri, copy, ssl, connectTimeout, requestTimeout, maxFrameBytes, maxQueuedCharacters, maxPendingEvents);
        if (jsonb != null) {
            return new MeshClient(settings, jsonb, () -> {});
        }
        Jsonb own = JsonbBuilder.newBuilder().withProvider(Json.provider()).build();
        return new MeshClient(settings, own, own);
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A time-out must be positive, found " + timeout);
        }
        return timeout;
    }

    private static int positive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit must be positive, found " + limit);
        }
        return limit;
    }
}
