package io.meshws;

import java.util.Objects;

/**
 * Stands for an attribute that an application keeps with a connection or a command, and for the type of its value.
 *
 * <pre>{@code
 * AttributeKey<List<String>> ROLES = AttributeKey.of("roles");
 * connection.attribute(ROLES, List.of("admin"));
 * boolean admin = connection.attribute(ROLES).orElse(List.of()).contains("admin");
 * }</pre>
 *
 * <p>A key is the same as itself only: keep it in a constant. Immutable.
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
     * @param name says what it stands for; it needn't be unique
     */
    public static <T> AttributeKey<T> of(String name) {
        return new AttributeKey<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
