package io.meshws.client;

import io.meshws.client.internal.Client;
import io.meshws.client.internal.link.Settings;
import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.bind.Jsonb;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Settings of a {@link MeshClient}; start with {@link MeshClient#builder}. Not thread-safe. */
public final class MeshClientBuilder {
    private static final int MEBI = 1024 * 1024;
    /** Longer times mean never, and may not fit into the numbers that times become. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<URI> addresses = new ArrayList<>();
    private final List<Settings.Parameter> headers = new ArrayList<>();
    private final List<Settings.Parameter> query = new ArrayList<>();
    private Supplier<?> credential;
    private Supplier<String> bearer;
    private SSLContext ssl;
    private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
    private WhenOffline whenOffline = WhenOffline.WAIT;
    private boolean connectWhenUsed;
    private Duration connectTimeout = Duration.ofSeconds(15);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration pingTimeout = Duration.ofSeconds(30);
    private int maxMissedPings = 1;
    private int maxFrameBytes = 16 * MEBI;
    private JsonLimits jsonLimits = JsonLimits.DEFAULT;
    private int maxQueuedCharacters = 16 * MEBI;
    private int maxQueuedCommands = 1000;
    private int maxPendingEvents = 65_536;
    private int maxPendingCharacters = 16 * MEBI;
    private Jsonb jsonb;
    private Executor executor;
    private ScheduledExecutorService scheduler;

    MeshClientBuilder(URI uri) {
        alsoAt(uri);
    }

    /** The address that the client is for; the first one of several. */
    public URI uri() {
        return addresses.get(0);
    }

    /**
     * Another address of the same application, {@code ws:} or {@code wss:}. The client goes on to the next address, in turn,
     * when an attempt to connect failed or a connection was lost. {@link MeshClient#connect()} tries each once before it
     * fails; headers, tokens and TLS are the same for all.
     */
    public MeshClientBuilder alsoAt(URI address) {
        if (!"ws".equals(address.getScheme()) && !"wss".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("Expected ws://host… or wss://host…, found " + address);
        }
        addresses.add(address);
        return this;
    }

    /** A header of the handshake, for example {@code Authorization}; the same name again adds a value. */
    public MeshClientBuilder header(String name, String value) {
        Objects.requireNonNull(value, name);
        return header(name, () -> value);
    }

    /** A header; its value is read from the supplier, which may block, at each attempt to connect. */
    public MeshClientBuilder header(String name, Supplier<String> value) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("\"" + name + "\" is not the name of a header");
        }
        headers.add(new Settings.Parameter(name, value));
        return this;
    }

    /**
     * A token that is sent as {@code Authorization: Bearer …}, and asked for at each attempt to connect, so that it may
     * expire; the supplier may block. If the server then says that clients have to sign in, and there is no {@link
     * #credential}, it's asked for again and sent as that.
     */
    public MeshClientBuilder bearerToken(Supplier<String> token) {
        bearer = token;
        return header("Authorization", () -> "Bearer " + token.get());
    }

    /**
     * The credential to sign in with after each connect, before anything else is sent: anything that JSON-B or JSON-P can
     * express. The supplier is asked each time and may block. If the server refuses it, the client goes offline and
     * connecting fails with the server's code, such as {@code EUNAUTHENTICATED}.
     */
    public MeshClientBuilder credential(Supplier<?> supplier) {
        credential = Objects.requireNonNull(supplier, "supplier");
        return this;
    }

    /** A parameter that is added to the query of the address; the same name again adds a value. */
    public MeshClientBuilder query(String name, String value) {
        Objects.requireNonNull(value, name);
        return query(name, () -> value);
    }

    /** A parameter; its value is read from the supplier, which may block, at each attempt to connect. */
    public MeshClientBuilder query(String name, Supplier<String> value) {
        query.add(new Settings.Parameter(name, value));
        return this;
    }

    /** Keys and trust for {@code wss:}; the JVM's by default. The certificate must be for the address's host. */
    public MeshClientBuilder sslContext(SSLContext context) {
        ssl = context;
        return this;
    }

    /** When to connect again after the connection was lost; {@link ReconnectPolicy#DEFAULT} by default. */
    public MeshClientBuilder reconnect(ReconnectPolicy policy) {
        reconnect = Objects.requireNonNull(policy);
        return this;
    }

    /** How to treat commands and events while there is no connection; by default they {@link WhenOffline#WAIT wait}. */
    public MeshClientBuilder whenOffline(WhenOffline choice) {
        whenOffline = Objects.requireNonNull(choice);
        return this;
    }

    /**
     * Whether the first command, event or subscription connects if {@link MeshClient#connect()} was not called before; it does
     * not by default, but does with a client that is {@link MeshEndpointUri injected}.
     */
    public MeshClientBuilder connectWhenUsed(boolean connects) {
        connectWhenUsed = connects;
        return this;
    }

    /** How long one attempt to connect may take, connection id included; 15 s by default. */
    public MeshClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = positive(timeout);
        return this;
    }

    /** How long a request waits for its reply if it names no time of its own; 30 s by default. */
    public MeshClientBuilder requestTimeout(Duration timeout) {
        requestTimeout = positive(timeout);
        return this;
    }

    /**
     * How often the client looks whether anything came from the server, such as a ping; 30 s by default. It should
     * not be shorter than the server's {@code mesh.ping-interval}. With zero, a silent connection counts as alive.
     */
    public MeshClientBuilder pingTimeout(Duration timeout) {
        pingTimeout = timeout.isZero() ? timeout : positive(timeout);
        return this;
    }

    /** How many checks in a row may find nothing before the connection counts as lost; 1 by default. */
    public MeshClientBuilder maxMissedPings(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("Expected a number from 0, found " + number);
        }
        maxMissedPings = number;
        return this;
    }

    /** The longest message that is read, in bytes; 16 MiB by default. A longer one ends the connection. */
    public MeshClientBuilder maxFrameBytes(int bytes) {
        maxFrameBytes = positive(bytes);
        return this;
    }

    /**
     * How deeply objects and arrays may be nested in a frame of the server; 64 by default. A call whose reply
     * nests deeper fails with {@code ETOODEEP}; any other such frame ends the connection.
     */
    public MeshClientBuilder maxDepth(int depth) {
        jsonLimits = new JsonLimits(depth, jsonLimits.maxNumberLength());
        return this;
    }

    /** How many characters a number in a frame of the server may have, else {@code ENUMBER}; 512 by default. Otherwise like {@link #maxDepth}. */
    public MeshClientBuilder maxNumberLength(int characters) {
        jsonLimits = new JsonLimits(jsonLimits.maxDepth(), characters);
        return this;
    }

    /**
     * How many characters may wait to be sent, and how many for a connection; 16 Mi by default. Beyond them requests and
     * events fail with {@code EBUSY}.
     */
    public MeshClientBuilder maxQueuedCharacters(int characters) {
        maxQueuedCharacters = positive(characters);
        return this;
    }

    /** How many commands and events may wait for a connection; 1000 by default. Beyond them they fail with {@code EBUSY}. */
    public MeshClientBuilder maxQueuedCommands(int commands) {
        maxQueuedCommands = positive(commands);
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
     * How many characters the frames that wait for the listeners may have together; 16 Mi by default. Otherwise like
     * {@link #maxPendingEvents}.
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

    /**
     * Runs listeners, handlers and code that is chained to futures, for example a {@code ManagedExecutorService}; it stays
     * open when the client closes. By default all clients share a few threads, to which more are added while some block.
     */
    public MeshClientBuilder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /**
     * Runs time-outs and delayed attempts, for example a {@code ManagedScheduledExecutorService}; it stays open
     * when the client closes. By default all clients share a thread.
     */
    public MeshClientBuilder scheduler(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /** A client that is not connected yet. */
    public MeshClient build() {
        return build(new ClientThreads(executor, scheduler));
    }

    MeshClient build(ClientThreads threads) {
        JsonBinding binding = jsonb == null ? threads.binding() : new JsonBinding(jsonb);
        Settings settings = new Settings(
                List.copyOf(addresses),
                List.copyOf(headers),
                List.copyOf(query),
                ssl,
                new Settings.Timeouts(connectTimeout, requestTimeout, pingTimeout, maxMissedPings),
                new Settings.Limits(
                        maxFrameBytes,
                        jsonLimits,
                        maxQueuedCharacters,
                        maxQueuedCommands,
                        maxPendingEvents,
                        maxPendingCharacters),
                reconnect,
                whenOffline,
                connectWhenUsed,
                credential(binding));
        return new Client(settings, threads, binding);
    }

    /** @param binding of the client */
    private Settings.Credential credential(JsonBinding binding) {
        if (credential != null) {
            return new Settings.Credential(() -> binding.toText(credential.get()), false);
        }
        return bearer == null ? null : new Settings.Credential(() -> binding.toText(bearer.get()), true);
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
