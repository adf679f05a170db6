package io.meshws.client.internal.cdi;

import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Optional;

/** Finds the values of placeholders: by MicroProfile Config if the server has it, else among those that every JVM has. */
@FunctionalInterface
interface Properties {
    String MICRO_PROFILE = "org.eclipse.microprofile.config.";

    Optional<String> value(String name);

    /** To be called on a thread of the application, whose configuration it is. */
    static Properties ofThisServer() {
        try {
            Class<?> provider = Class.forName(
                    MICRO_PROFILE + "ConfigProvider",
                    true,
                    Thread.currentThread().getContextClassLoader());
            Object config = provider.getMethod("getConfig").invoke(null);
            // The API is no part of Jakarta EE.
            Method value = Class.forName(MICRO_PROFILE + "Config", true, provider.getClassLoader())
                    .getMethod("getOptionalValue", String.class, Class.class);
            return name -> {
                try {
                    return ((Optional<?>) value.invoke(config, name, String.class)).map(String.class::cast);
                } catch (ReflectiveOperationException e) {
                    return ofThisJvm(name);
                }
            };
        } catch (ReflectiveOperationException | LinkageError e) {
            return Properties::ofThisJvm;
        }
    }

    private static Optional<String> ofThisJvm(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(variable(name))));
    }

    /** The environment variable that sets a property. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
