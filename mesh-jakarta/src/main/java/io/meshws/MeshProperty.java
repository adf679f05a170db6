package io.meshws;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of configuration properties: name, default, what is allowed, meaning. {@code README.md} is checked against
 * it.
 */
public enum MeshProperty {
    REDIS_URI(
            "mesh.redis.uri",
            "",
            Kind.REDIS_URI,
            "Where Redis is. Empty: the memory engine, for one instance without Redis."),
    REDIS_PREFIX(
            "mesh.redis.prefix",
            "",
            Kind.PREFIX,
            "The beginning of every key and channel. Instances with the same prefix form one cluster. Empty: mesh for the"
                    + " application at the root, mesh:app for the one at /app."),
    REDIS_TIMEOUT(
            "mesh.redis.timeout", "2s", Kind.DURATION, "How long Redis may take to answer before an operation fails."),
    INSTANCE_LEASE(
            "mesh.instance-lease",
            "15s",
            Kind.DURATION,
            "How long an instance may not reach Redis before another one removes its connections. Several times"
                    + " mesh.redis.timeout."),
    SHUTDOWN_DRAIN(
            "mesh.shutdown-drain",
            "2s",
            Kind.DURATION,
            "Over how long an instance that stops spreads the closing of its connections, at most."),
    PING_INTERVAL(
            "mesh.ping-interval",
            "30s",
            Kind.DURATION,
            "How often a client is asked whether it is there; in whole seconds."),
    LATENCY_INTERVAL(
            "mesh.latency-interval",
            "5s",
            Kind.DURATION,
            "How often the round trip to a client is measured; in whole seconds."),
    MAX_MISSED_PONGS(
            "mesh.max-missed-pongs",
            "1",
            Kind.COUNT,
            "How many pings in a row a client may leave unanswered; at the next one its connection is closed with 4002."),
    MAX_PRESENCE_STATE(
            "mesh.max-presence-state",
            "16384",
            Kind.COUNT,
            "The longest presence state, in characters of its JSON text; longer ones are refused with ETOOLARGE."),
    PATHS("mesh.paths", "/mesh", Kind.PATHS, "The paths of the WebSocket endpoint, under the context root."),
    ALLOWED_ORIGINS(
            "mesh.allowed-origins",
            "*",
            Kind.ORIGINS,
            "The origins that browsers may connect from; * allows all. Set it if cookies authenticate."),
    MAX_FRAME_SIZE(
            "mesh.max-frame-size",
            "1048576",
            Kind.COUNT,
            "The longest text frame accepted, in characters; longer ones close the connection with 1009."),
    MAX_DEPTH("mesh.max-depth", "64", Kind.COUNT, "How deep a frame's objects and arrays may nest."),
    MAX_RECORD_SIZE(
            "mesh.max-record-size",
            "1048576",
            Kind.COUNT,
            "The longest value of a record, in characters of its JSON text; longer ones are refused with ETOOLARGE."),
    MAX_CONNECTION_METADATA(
            "mesh.max-connection-metadata",
            "16384",
            Kind.COUNT,
            "The longest metadata of a connection, in characters of its JSON text; longer ones are refused with"
                    + " ETOOLARGE."),
    MAX_ROOM_METADATA(
            "mesh.max-room-metadata",
            "65536",
            Kind.COUNT,
            "The longest metadata of a room, in characters of its JSON text; longer ones are refused with ETOOLARGE."),
    MAX_IN_FLIGHT(
            "mesh.max-in-flight",
            "256",
            Kind.COUNT,
            "How many commands of one connection may wait for their result; more are refused with EBUSY."),
    MAX_SUBSCRIPTIONS(
            "mesh.max-subscriptions",
            "10000",
            Kind.COUNT,
            "How many channels, records and rooms' presence one connection may be subscribed to, all together; more are"
                    + " refused with EBUSY."),
    MAX_ROOMS(
            "mesh.max-rooms",
            "1000",
            Kind.COUNT,
            "How many rooms one connection may be in; joining more is refused with EBUSY."),
    COMMAND_TIMEOUT(
            "mesh.command-timeout",
            "30s",
            Kind.DURATION,
            "After which a command without a result is answered with ETIMEOUT. Checked once a second."),
    OUTBOX_MAX_MESSAGES(
            "mesh.outbox.max-messages",
            "4096",
            Kind.COUNT,
            "How many frames may wait for one client; more close its connection with 4001."),
    OUTBOX_MAX_SIZE(
            "mesh.outbox.max-size",
            "8388608",
            Kind.COUNT,
            "How many characters may wait for one client; more close its connection with 4001."),
    OUTBOX_MAX_AGE(
            "mesh.outbox.max-age",
            "30s",
            Kind.DURATION,
            "How long one frame may take to be sent; longer closes the connection with 4001. Checked once a second."),
    CHANNEL_TTL(
            "mesh.channel-ttl",
            "24h",
            Kind.DURATION,
            "How long after its last publication a channel is forgotten, with its history; its epoch changes then.");

    /** What a property's text may be. */
    enum Kind {
        COUNT("a whole number from 1 to 2147483647"),
        DURATION("a time such as 500ms, 30s, 5m, or PT30S; more than 0"),
        PREFIX("up to 64 letters, digits, '.', '_', ':', '/', '%' or '-'"),
        ORIGINS("* or origins such as https://app.example.com or http://localhost:3000, separated by commas"),
        PATHS("paths that begin with '/', separated by commas"),
        REDIS_URI("redis://[user:password@]host:port[/database], several hosts with redis-cluster:// or"
                + " redis-sentinel://host:port,…/master; rediss for TLS; or empty");

        private final String allowed;

        Kind(String allowed) {
            this.allowed = allowed;
        }
    }

    /** The value that allows every origin. */
    static final String ANY = "*";

    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");
    private static final Pattern PREFIX_FORM = Pattern.compile("[A-Za-z0-9._:/%-]{0,64}");

    private final String propertyName;
    private final String defaultText;
    private final Kind kind;
    private final String meaning;

    MeshProperty(String propertyName, String defaultText, Kind kind, String meaning) {
        this.propertyName = propertyName;
        this.defaultText = defaultText;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The name, such as {@code mesh.redis.uri}. */
    public String propertyName() {
        return propertyName;
    }

    public String defaultText() {
        return defaultText;
    }

    public String allowed() {
        return kind.allowed;
    }

    public String meaning() {
        return meaning;
    }

    /** The text as the type that {@link MeshConfig} hands out. */
    Object parse(String text) {
        String value = text.strip();
        try {
            return switch (kind) {
                case COUNT -> count(value);
                case DURATION -> duration(value);
                case PREFIX -> matching(PREFIX_FORM, value);
                case ORIGINS -> origins(value);
                case PATHS -> paths(value);
                case REDIS_URI -> value.isEmpty() ? Optional.empty() : Optional.of(RedisUri.parse(value));
            };
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            throw refused(value, kind == Kind.REDIS_URI ? " because " + e.getMessage() : "");
        }
    }

    private InvalidConfigException refused(String value, String why) {
        // The URI may hold a password.
        String shown = kind == Kind.REDIS_URI ? "the given value" : "'" + value + "'";
        return new InvalidConfigException(
                propertyName + ": " + shown + " is not allowed" + why + "; allowed is " + kind.allowed);
    }

    private static Integer count(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Duration duration(String value) {
        var simple = SIMPLE_DURATION.matcher(value);
        Duration duration = Duration.parse(value.startsWith("P") ? value : "PT0S");
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(1));
            duration = switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException();
        }
        return duration;
    }

    private static String matching(Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private List<String> origins(String value) {
        List<String> origins = list(value).stream()
                .map(given -> given.equals(ANY) ? ANY : Origin.ofUser(given).orElseThrow(() -> refused(given, "")))
                .toList();
        if (origins.isEmpty()) {
            throw refused(value, "");
        }
        return origins;
    }

    private static List<String> paths(String value) {
        List<String> paths = list(value);
        if (paths.isEmpty() || paths.stream().anyMatch(path -> !path.startsWith("/"))) {
            throw new IllegalArgumentException();
        }
        return paths;
    }
}
