package io.meshws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A configuration property: its name, type, default, allowed values and meaning. The constants are the table of all
 * properties; a test compares {@code docs/configuration.md} with it.
 *
 * @param <T> the type that {@link MeshConfig#get} returns and {@link MeshConfig.Builder#set} takes
 */
public final class MeshProperty<T> {
    // Declared before the constants, which register themselves here.
    private static final List<MeshProperty<?>> ALL = new ArrayList<>();

    public static final MeshProperty<RedisUri> REDIS_URI = new MeshProperty<>(
            "mesh.redis.uri",
            "",
            PropertyKind.REDIS_URI,
            "The address of Redis. If empty, mesh uses the memory engine, for one instance without Redis.");

    public static final MeshProperty<String> REDIS_PREFIX = new MeshProperty<>(
            "mesh.redis.prefix",
            "",
            PropertyKind.PREFIX,
            "The prefix of all keys and channels. Instances with the same prefix form one cluster. If empty: mesh for the application at the root, mesh:app for the one at /app.");

    public static final MeshProperty<Duration> REDIS_TIMEOUT =
            time("mesh.redis.timeout", "2s", "How long Redis may take to answer before an operation fails.");

    public static final MeshProperty<Duration> INSTANCE_LEASE = time(
            "mesh.instance-lease",
            "15s",
            "How long an instance may be unable to reach Redis before another one removes its connections. Should be several times mesh.redis.timeout.");

    public static final MeshProperty<Duration> SHUTDOWN_DRAIN = time(
            "mesh.shutdown-drain",
            "2s",
            "The longest time over which a stopping instance spreads the closing of its connections.");

    public static final MeshProperty<Duration> PING_INTERVAL =
            time("mesh.ping-interval", "30s", "How often a client is pinged; in whole seconds.");

    public static final MeshProperty<Duration> LATENCY_INTERVAL = time(
            "mesh.latency-interval", "5s", "How often the round-trip time to a client is measured; in whole seconds.");

    public static final MeshProperty<Integer> MAX_MISSED_PONGS = count(
            "mesh.max-missed-pongs",
            "1",
            "How many pings in a row a client may leave unanswered; at the next one its connection is closed with 4002.");

    public static final MeshProperty<Integer> MAX_PRESENCE_STATE = count(
            "mesh.max-presence-state",
            "16384",
            "The longest presence state, in characters of its JSON text; longer ones are refused with ETOOLARGE.");

    public static final MeshProperty<List<String>> PATHS = new MeshProperty<>(
            "mesh.paths", "/mesh", PropertyKind.PATHS, "The paths of the WebSocket endpoint, under the context root.");

    public static final MeshProperty<SecurityMode> SECURITY = new MeshProperty<>(
            "mesh.security",
            "closed",
            PropertyKind.SECURITY,
            "The permissions if the application neither exposed nor refused something. With open, clients read all metadata and write their own, and pages of all sites connect, as in Mesh.");

    public static final MeshProperty<AuthenticationMode> AUTHENTICATION = new MeshProperty<>(
            "mesh.authentication",
            "optional",
            PropertyKind.AUTHENTICATION,
            "Whether clients that the server did not authenticate have to sign in with mesh/authenticate before anything else.");

    public static final MeshProperty<Duration> AUTHENTICATION_TIMEOUT = time(
            "mesh.authentication-timeout",
            "5s",
            "How long a client may take to sign in, and how long checking its credential may take.");

    public static final MeshProperty<Integer> MAX_HANDSHAKE_CHECKS = count(
            "mesh.max-handshake-checks",
            "16",
            "How many handshakes an Authenticator may be checking at once, each on a thread of the server that waits; more are answered with 503.");

    public static final MeshProperty<List<String>> ALLOWED_ORIGINS = new MeshProperty<>(
            "mesh.allowed-origins",
            "",
            PropertyKind.ORIGINS,
            "The only origins whose pages may connect; * allows all. If empty: the server's own, and on localhost those of other ports; all if mesh.security is open.");

    public static final MeshProperty<List<AddressRange>> TRUSTED_PROXIES = new MeshProperty<>(
            "mesh.trusted-proxies",
            "",
            PropertyKind.RANGES,
            "The proxies whose X-Forwarded-For or Forwarded header says where a client comes from; of others it is ignored.");

    public static final MeshProperty<Integer> MAX_CONNECTIONS = limit(
            "mesh.max-connections",
            "20000",
            "How many connections an instance may have; more are refused in the handshake with 503.");

    public static final MeshProperty<Integer> MAX_CONNECTIONS_PER_ADDRESS = limit(
            "mesh.max-connections-per-address",
            "0",
            "How many of them may come from one address, or one IPv6 network of 64 bits; more are refused with 429.");

    public static final MeshProperty<Integer> MAX_CONNECTIONS_PER_USER = limit(
            "mesh.max-connections-per-user",
            "1000",
            "How many of them may be one user's; more are refused with 429, or with ECONNECTIONS when they sign in.");

    public static final MeshProperty<Integer> MAX_FRAME_SIZE = count(
            "mesh.max-frame-size",
            "1048576",
            "The longest frame accepted, in characters, or in bytes if it's binary; longer ones close the connection with 1009.");

    public static final MeshProperty<Integer> MAX_DEPTH =
            count("mesh.max-depth", "64", "How deeply a frame's objects and arrays may be nested.");

    public static final MeshProperty<Integer> MAX_NUMBER_LENGTH = new MeshProperty<>(
            "mesh.max-number-length",
            "512",
            PropertyKind.SMALL_COUNT,
            "The longest number in a frame, in characters; longer ones are refused with ENUMBER.");

    public static final MeshProperty<Integer> MAX_STRING_LENGTH = new MeshProperty<>(
            "mesh.max-string-length",
            "0",
            PropertyKind.STRING_LENGTH,
            "The longest string in a frame, in characters as it is sent; longer ones are refused with ESTRING.");

    public static final MeshProperty<Integer> MAX_NAME_LENGTH = new MeshProperty<>(
            "mesh.max-name-length",
            "256",
            PropertyKind.NAME_LENGTH,
            "The longest name of a room, channel, record, collection, client or pipe that a client may use, in characters; longer ones are refused with ENAME.");

    public static final MeshProperty<Integer> MAX_HISTORY_PAGE = new MeshProperty<>(
            "mesh.max-history-page",
            "1000",
            PropertyKind.SMALL_COUNT,
            "How many messages of a channel's history one answer to a client may have, unless it says since when it missed some: then up to 1000.");

    public static final MeshProperty<Integer> MAX_RECORD_SIZE = count(
            "mesh.max-record-size",
            "1048576",
            "The longest value of a record, in characters of its JSON text; longer ones are refused with ETOOLARGE.");

    public static final MeshProperty<Integer> MAX_CONNECTION_METADATA = count(
            "mesh.max-connection-metadata",
            "16384",
            "The longest metadata of a connection, in characters of its JSON text; longer ones are refused with ETOOLARGE.");

    public static final MeshProperty<Integer> MAX_ROOM_METADATA = count(
            "mesh.max-room-metadata",
            "65536",
            "The longest metadata of a room, in characters of its JSON text; longer ones are refused with ETOOLARGE.");

    public static final MeshProperty<Integer> MAX_IN_FLIGHT = count(
            "mesh.max-in-flight",
            "256",
            "How many commands of one connection may wait for their result; more are refused with EBUSY.");

    public static final MeshProperty<Integer> COMMANDS_PER_SECOND = limit(
            "mesh.commands-per-second",
            "0",
            "How many commands one connection may send a second, with bursts of as many as in two seconds; more are refused with ERATE.");

    public static final MeshProperty<Integer> USER_COMMANDS_PER_SECOND = limit(
            "mesh.user-commands-per-second", "0", "The same for all connections that one user has on one instance.");

    public static final MeshProperty<Integer> MAX_SUBSCRIPTIONS = count(
            "mesh.max-subscriptions",
            "10000",
            "How many channels, records, collections and rooms' presence one connection may be subscribed to, in total; more are refused with ESUBSCRIPTIONS.");

    public static final MeshProperty<Integer> MAX_ROOMS = count(
            "mesh.max-rooms", "1000", "How many rooms one connection may be in; joining more is refused with EROOMS.");

    public static final MeshProperty<Integer> MAX_NAMES = count(
            "mesh.max-names", "16", "How many names one connection may have; taking more is refused with ENAMES.");

    public static final MeshProperty<Duration> NAME_GRACE = time(
            "mesh.name-grace",
            "30s",
            "How long a name is kept for its holder after the holder's connection ended, or its instance was declared dead.");

    public static final MeshProperty<Integer> MAX_PIPES = count(
            "mesh.max-pipes", "64", "How many pipes one connection may have; opening more is refused with EPIPES.");

    public static final MeshProperty<Duration> COMMAND_TIMEOUT =
            time("mesh.command-timeout", "30s", "How long a command may take before it is answered with ETIMEOUT.");

    public static final MeshProperty<Integer> OUTBOX_MAX_MESSAGES = count(
            "mesh.outbox.max-messages",
            "4096",
            "How many frames may wait for one client; if there are more, its connection is closed with 4001.");

    public static final MeshProperty<Integer> OUTBOX_MAX_SIZE = count(
            "mesh.outbox.max-size",
            "8388608",
            "How many characters may wait for one client; if there are more, its connection is closed with 4001.");

    public static final MeshProperty<Duration> OUTBOX_MAX_AGE = time(
            "mesh.outbox.max-age",
            "30s",
            "How long sending one frame may take; if it takes longer, the connection is closed with 4001. Checked once a second.");

    public static final MeshProperty<Integer> OUTBOX_MAX_HEAP = new MeshProperty<>(
            "mesh.outbox.max-heap",
            "20",
            PropertyKind.PERCENT,
            "How many characters may wait for all clients together, in percent of the bytes of the heap; if there are more, the connections with the most are closed with 4001, among those whose clients have not read for half a second.");

    public static final MeshProperty<Duration> CHANNEL_TTL = time(
            "mesh.channel-ttl",
            "24h",
            "How long a channel and its history are kept after its last publication; then it is forgotten, and its epoch changes.");

    private final String propertyName;
    private final String defaultText;
    private final PropertyKind<T> kind;
    private final String meaning;

    private MeshProperty(String propertyName, String defaultText, PropertyKind<T> kind, String meaning) {
        this.propertyName = propertyName;
        this.defaultText = defaultText;
        this.kind = kind;
        this.meaning = meaning;
        ALL.add(this);
    }

    private static MeshProperty<Integer> count(String propertyName, String defaultText, String meaning) {
        return new MeshProperty<>(propertyName, defaultText, PropertyKind.COUNT, meaning);
    }

    private static MeshProperty<Integer> limit(String propertyName, String defaultText, String meaning) {
        return new MeshProperty<>(propertyName, defaultText, PropertyKind.LIMIT, meaning);
    }

    private static MeshProperty<Duration> time(String propertyName, String defaultText, String meaning) {
        return new MeshProperty<>(propertyName, defaultText, PropertyKind.DURATION, meaning);
    }

    /** All properties, in the order of the table. */
    public static List<MeshProperty<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** The name, such as {@code mesh.redis.uri}. */
    public String propertyName() {
        return propertyName;
    }

    /** The default in the form that a configuration source would give it. */
    public String defaultText() {
        return defaultText;
    }

    /** The name of the type of its values, such as {@code time}. */
    public String type() {
        return kind.type();
    }

    /** The texts that a configuration source may give: the same for all properties of a type. */
    public String allowed() {
        return kind.allowed();
    }

    public String meaning() {
        return meaning;
    }

    /**
     * Converts a text to a value; null if there is none.
     *
     * @throws InvalidConfigException if the text is not allowed
     */
    T parse(String text) {
        return kind.parse(propertyName, text.strip());
    }

    /**
     * Returns a value in its normal form.
     *
     * @throws InvalidConfigException if the value is not allowed
     */
    T check(T value) {
        return kind.check(propertyName, value);
    }

    @Override
    public String toString() {
        return propertyName;
    }
}
