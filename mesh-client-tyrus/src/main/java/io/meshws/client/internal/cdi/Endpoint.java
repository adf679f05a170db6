package io.meshws.client.internal.cdi;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parsed form of {@code @MeshEndpointUri}. */
final class Endpoint {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)(?::([^}]*))?}");

    private Endpoint() {}

    /**
     * A builder for the address.
     *
     * @throws IllegalArgumentException if a property is missing, or this is no address
     */
    static MeshClientBuilder of(String text, Properties properties) {
        String address = resolve(text, properties);
        try {
            return MeshClient.builder(new URI(address));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException("@MeshEndpointUri(\"" + text + "\"): " + e.getMessage(), e);
        }
    }

    private static String resolve(String text, Properties properties) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (placeholder.find()) {
            String name = placeholder.group(1).strip();
            String other = placeholder.group(2);
            String value = properties.value(name).orElse(other);
            if (value == null) {
                throw new IllegalArgumentException("@MeshEndpointUri(\"" + text + "\"): there is no property " + name
                        + "; set it as a system property, or as the environment variable " + Properties.variable(name));
            }
            placeholder.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return placeholder.appendTail(resolved).toString().strip();
    }
}
