package io.meshws;

import java.util.Objects;

/**
 * The key of an attribute that an application keeps with a connection or a command. It carries the type of the value.
 *
 * <pre>{@code
 * AttributeKey<List<String>> ROLES = AttributeKey.of("roles");
 * connection.attribute(ROLES, List.of("admin"));
 * boolean admin = connection.attribute(ROLES).orElse(List.of()).contains("admin");
 * }</pre>
 *
 * <p>Keys are compared by identity, so keep each one in a constant. Immutable.
 *
 * @param <T> the type of the value
 */
public final class AttributeKey<T> {
    private final String name;

    private AttributeKey(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * A new key.
     *
     * @param name describes the attribute; needn't be unique
     */
    public static <T> AttributeKey<T> of(String name) {
        return new AttributeKey<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
