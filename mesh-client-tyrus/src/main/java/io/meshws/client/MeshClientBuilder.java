package io.meshws.client;

import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.binding.JsonBinding;
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
    /** What is longer means never, and may not fit into the numbers that times become. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Duration connectTimeout = Duration.ofSeconds(15);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private int maxFrameBytes = 16 * 1024 * 1024;
    private JsonLimits jsonLimits = JsonLimits.DEFAULT;
    private int maxQueuedCharacters = 16 * 1024 * 1024;
    private int maxPendingEvents = 65_536;
    private int maxPendingCharacters = 16 * 1024 * 1024;
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
     * How many objects and arrays may stand inside each other in a frame of the server; 64 by default. A call whose reply
     * nests deeper fails with {@code ETOODEEP}; any other such frame ends the connection.
     */
    public MeshClientBuilder maxDepth(int depth) {
        jsonLimits = new JsonLimits(depth, jsonLimits.maxNumberLength());
        return this;
    }

    /** How many characters a number in a frame of the server may have; 512 by default. As {@link #maxDepth} otherwise. */
    public MeshClientBuilder maxNumberLength(int characters) {
        jsonLimits = new JsonLimits(jsonLimits.maxDepth(), characters);
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
     * How many events and requests of the server may wait for the listeners; 65,536 by default. If listeners fall further
     * behind, the connection is closed with 4001, rather than the process running out of memory.
     */
    public MeshClientBuilder maxPendingEvents(int events) {
        maxPendingEvents = positive(events);
        return this;
    }

    /**
     * How many characters the frames that wait for the listeners may have together; 16 Mi by default. As {@link
     * #maxPendingEvents} otherwise.
     */
    public MeshClientBuilder maxPendingCharacters(int characters) {
        maxPendingCharacters = positive(characters);
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
                uri,
                copy,
                ssl,
                connectTimeout,
                requestTimeout,
                maxFrameBytes,
                jsonLimits,
                maxQueuedCharacters,
                maxPendingEvents,
                maxPendingCharacters);
        if (jsonb != null) {
            return new MeshClient(settings, new JsonBinding(jsonb), () -> {});
        }
        Jsonb own = JsonbBuilder.newBuilder().withProvider(Json.provider()).build();
        return new MeshClient(settings, JsonBinding.unconfigured(own), own);
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A time-out must be positive, found " + timeout);
        }
        return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    private static int positive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A limit must be positive, found " + limit);
        }
        return limit;
    }
}
