package io.meshws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The configuration, immutable and valid. It's read at start from the properties of {@link MeshProperty}, unless the
 * application produces a CDI bean of this type.
 */
public final class MeshConfig {
    private final Map<MeshProperty<?>, Object> values;

    private MeshConfig(Map<MeshProperty<?>, Object> values) {
        this.values = values;
    }

    /**
     * Reads every property from a function that returns the text of a property by name; a property without a text
     * gets its default.
     *
     * @throws InvalidConfigException naming every property that is wrong
     */
    public static MeshConfig from(Function<String, Optional<String>> source) {
        Builder builder = builder();
        List<String> problems = new ArrayList<>();
        for (MeshProperty<?> property : MeshProperty.all()) {
            try {
                source.apply(property.propertyName()).ifPresent(text -> builder.setText(property, text));
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

    /**
     * The value of a property.
     *
     * @throws java.util.NoSuchElementException if it has none, see {@link #find}
     */
    public <T> T get(MeshProperty<T> property) {
        return find(property).orElseThrow();
    }

    /** The value of a property; empty for {@code mesh.redis.uri} and {@code mesh.redis.prefix} if they are not set. */
    public <T> Optional<T> find(MeshProperty<T> property) {
        @SuppressWarnings("unchecked") // Builder only puts values of the property's type.
        T value = (T) values.get(property);
        return Optional.ofNullable(value);
    }

    /**
     * Whether to accept a handshake with this {@code Origin} header. A handshake without one is accepted: only browsers
     * always send it, and the check protects their users.
     *
     * @param host the {@code Host} header; empty if unknown
     * @param secure whether the handshake came by TLS, as far as the server knows
     */
    public boolean allowsOrigin(String origin, String host, boolean secure) {
        List<String> allowed = get(MeshProperty.ALLOWED_ORIGINS);
        if (origin == null || allowed.contains(PropertyKind.ANY)) {
            return true;
        }
        if (allowed.isEmpty()) {
            return get(MeshProperty.SECURITY) == SecurityMode.OPEN || Origin.isOwn(origin, host, secure);
        }
        return Origin.normalized(origin).filter(allowed::contains).isPresent();
    }

    /** Collects values. Not thread-safe. */
    public static final class Builder {
        /** Has no entry for a property without a value. */
        private final Map<MeshProperty<?>, Object> values = new HashMap<>();

        private Builder() {
            MeshProperty.all().forEach(property -> setText(property, property.defaultText()));
        }

        /**
         * Sets a property.
         *
         * @throws InvalidConfigException if the value is not allowed
         */
        public <T> Builder set(MeshProperty<T> property, T value) {
            Objects.requireNonNull(property, "property");
            values.put(property, property.check(Objects.requireNonNull(value, "value")));
            return this;
        }

        private void setText(MeshProperty<?> property, String text) {
            values.put(property, property.parse(text));
        }

        public MeshConfig build() {
            return new MeshConfig(new HashMap<>(values));
        }
    }
}
