package io.meshws.internal.cdi;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where properties come from: MicroProfile Config where the server has it, else system properties, then environment
 * variables ({@code MESH_REDIS_URI} for {@code mesh.redis.uri}).
 */
final class ConfigSource {
    private static final String CONFIG_PROVIDER = "org.eclipse.microprofile.config.ConfigProvider";

    private ConfigSource() {}

    static Function<String, Optional<String>> ofThisServer() {
        try {
            return microProfile();
        } catch (ReflectiveOperationException | LinkageError e) {
            // The server has none; what follows reads the same names.
            return ConfigSource::fromEnvironment;
        }
    }

    /** By reflection: the API is not part of Jakarta EE. */
    private static Function<String, Optional<String>> microProfile() throws ReflectiveOperationException {
        Class<?> provider =
                Class.forName(CONFIG_PROVIDER, true, Thread.currentThread().getContextClassLoader());
        Object config = provider.getMethod("getConfig").invoke(null);
        var get = Class.forName("org.eclipse.microprofile.config.Config", true, provider.getClassLoader())
                .getMethod("getOptionalValue", String.class, Class.class);
        return name -> {
            try {
                return ((Optional<?>) get.invoke(config, name, String.class)).map(String.class::cast);
            } catch (ReflectiveOperationException e) {
                return fromEnvironment(name);
            }
        };
    }

    private static Optional<String> fromEnvironment(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(
                        System.getenv(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))));
    }
}
