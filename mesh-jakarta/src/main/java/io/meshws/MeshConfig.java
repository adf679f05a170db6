package io.meshws;

import io.meshws.protocol.JsonLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The configuration: immutable and valid. It is read at start from the properties of {@link MeshProperty}; an application
 * that produces a CDI bean of this type replaces that.
 */
public final class MeshConfig {
    private final Map<MeshProperty, Object> values;

    private MeshConfig(Map<MeshProperty, Object> values) {
        this.values = values;
    }

    /**
     * Reads every property from a source of texts by property name; what it does not have takes its default.
     *
     * @throws InvalidConfigException naming every property that is wrong
     */
    public static MeshConfig from(Function<String, Optional<String>> source) {
        Builder builder = builder();
        List<String> problems = new ArrayList<>();
        for (MeshProperty property : MeshProperty.values()) {
            try {
                source.apply(property.propertyName()).ifPresent(text -> builder.set(property, text));
            } catch (InvalidConfigException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(String.join("; and ", problems));
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Empty if the memory engine is to be used. */
    public Optional<RedisUri> redisUri() {
        return ((Optional<?>) values.get(MeshProperty.REDIS_URI)).map(RedisUri.class::cast);
    }

    /** Empty if the context path of the application decides. */
    public Optional<String> redisPrefix() {
        return Optional.of(text(MeshProperty.REDIS_PREFIX)).filter(prefix -> !prefix.isEmpty());
    }

    public Duration redisTimeout() {
        return duration(MeshProperty.REDIS_TIMEOUT);
    }

    public Duration instanceLease() {
        return duration(MeshProperty.INSTANCE_LEASE);
    }

    public Duration shutdownDrain() {
        return duration(MeshProperty.SHUTDOWN_DRAIN);
    }

    public Duration pingInterval() {
        return duration(MeshProperty.PING_INTERVAL);
    }

    public Duration latencyInterval() {
        return duration(MeshProperty.LATENCY_INTERVAL);
    }

    public int maxMissedPongs() {
        return count(MeshProperty.MAX_MISSED_PONGS);
    }

    public int maxPresenceState() {
        return count(MeshProperty.MAX_PRESENCE_STATE);
    }

    public List<String> paths() {
        return list(MeshProperty.PATHS);
    }

    /** Each in a normal form, or {@code *}. */
    public List<String> allowedOrigins() {
        return list(MeshProperty.ALLOWED_ORIGINS);
    }

    /**
     * Whether a handshake with this {@code Origin} header is let in. Programs send none and are: the check protects the users of
     * browsers, which always send one.
     */
    public boolean allowsOrigin(String origin) {
        List<String> allowed = allowedOrigins();
        return origin == null
                || allowed.contains(MeshProperty.ANY)
                || Origin.normalized(origin).filter(allowed::contains).isPresent();
    }

    public int maxFrameSize() {
        return count(MeshProperty.MAX_FRAME_SIZE);
    }

    public JsonLimits jsonLimits() {
        return new JsonLimits(count(MeshProperty.MAX_DEPTH), JsonLimits.DEFAULT.maxNumberLength());
    }

    public int maxRecordSize() {
        return count(MeshProperty.MAX_RECORD_SIZE);
    }

    public int maxInFlight() {
        return count(MeshProperty.MAX_IN_FLIGHT);
    }

    public int maxConnectionMetadata() {
        return count(MeshProperty.MAX_CONNECTION_METADATA);
    }

    public int maxRoomMetadata() {
        return count(MeshProperty.MAX_ROOM_METADATA);
    }

    public int maxRooms() {
        return count(MeshProperty.MAX_ROOMS);
    }

    public int maxSubscriptions() {
        return count(MeshProperty.MAX_SUBSCRIPTIONS);
    }

    public Duration commandTimeout() {
        return duration(MeshProperty.COMMAND_TIMEOUT);
    }

    public int outboxMaxMessages() {
        return count(MeshProperty.OUTBOX_MAX_MESSAGES);
    }

    public int outboxMaxSize() {
        return count(MeshProperty.OUTBOX_MAX_SIZE);
    }

    public Duration outboxMaxAge() {
        return duration(MeshProperty.OUTBOX_MAX_AGE);
    }

    public Duration channelTtl() {
        return duration(MeshProperty.CHANNEL_TTL);
    }

    private String text(MeshProperty property) {
        return (String) values.get(property);
    }

    private int count(MeshProperty property) {
        return (Integer) values.get(property);
    }

    private Duration duration(MeshProperty property) {
        return (Duration) values.get(property);
    }

    private List<String> list(MeshProperty property) {
        return ((List<?>) values.get(property)).stream().map(String.class::cast).toList();
    }

    /** Collects properties as texts. Not thread-safe. */
    public static final class Builder {
        private final Map<MeshProperty, Object> values = new EnumMap<>(MeshProperty.class);

        private Builder() {
            for (MeshProperty property : MeshProperty.values()) {
                values.put(property, property.parse(property.defaultText()));
            }
        }

        /**
         * Sets a property from its text.
         *
         * @throws InvalidConfigException where the text is not allowed
         */
        public Builder set(MeshProperty property, String text) {
            Objects.requireNonNull(property, "property");
            values.put(property, property.parse(Objects.requireNonNull(text, "text")));
            return this;
        }

        public MeshConfig build() {
            return new MeshConfig(new EnumMap<>(values));
        }
    }
}
