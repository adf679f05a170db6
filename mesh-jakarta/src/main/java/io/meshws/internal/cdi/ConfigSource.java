package io.meshws.internal.cdi;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The source of properties: MicroProfile Config if the server has it, else system properties, then environment variables
 * ({@code MESH_REDIS_URI} for {@code mesh.redis.uri}).
 */
interface ConfigSource {
    System.Logger LOG = System.getLogger("io.meshws");

    Optional<String> value(String name);

    /** The names of all properties that are set, mesh's and others. A source may hide some. */
    Set<String> names();

    static ConfigSource ofThisServer() {
        ConfigSource plain = new SystemAndEnvironment(System.getProperties(), System.getenv());
        try {
            return new MicroProfile(plain);
        } catch (ReflectiveOperationException | LinkageError e) {
            // The server has no MicroProfile Config; the plain source reads the same names.
            return plain;
        }
    }

    /** The environment variable that sets a property. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The sources that every JVM has. */
    record SystemAndEnvironment(Properties system, Map<String, String> environment) implements ConfigSource {
        @Override
        public Optional<String> value(String name) {
            return Optional.ofNullable(system.getProperty(name))
                    .or(() -> Optional.ofNullable(environment.get(variable(name))));
        }

        @Override
        public Set<String> names() {
            Set<String> names = new TreeSet<>(system.stringPropertyNames());
            names.addAll(environment.keySet());
            return names;
        }
    }

    /** Uses reflection, because the API isn't part of Jakarta EE. */
    final class MicroProfile implements ConfigSource {
        private static final String PACKAGE = "org.eclipse.microprofile.config.";

        private final ConfigSource plain;
        private final Object config;
        private final Method value;
        private final Method names;

        /** @param plain answers if MicroProfile Config fails */
        MicroProfile(ConfigSource plain) throws ReflectiveOperationException {
            this.plain = plain;
            Class<?> provider = Class.forName(
                    PACKAGE + "ConfigProvider", true, Thread.currentThread().getContextClassLoader());
            config = provider.getMethod("getConfig").invoke(null);
            Class<?> type = Class.forName(PACKAGE + "Config", true, provider.getClassLoader());
            value = type.getMethod("getOptionalValue", String.class, Class.class);
            names = type.getMethod("getPropertyNames");
        }

        @Override
        public Optional<String> value(String name) {
            try {
                return ((Optional<?>) value.invoke(config, name, String.class)).map(String.class::cast);
            } catch (ReflectiveOperationException e) {
                return plain.value(name);
            }
        }

        @Override
        public Set<String> names() {
            Set<String> all = plain.names();
            try {
                ((Iterable<?>) names.invoke(config)).forEach(name -> all.add((String) name));
            } catch (ReflectiveOperationException e) {
                LOG.log(System.Logger.Level.DEBUG, "MicroProfile Config does not list its property names", e);
            }
            return all;
        }
    }
}
