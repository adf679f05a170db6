package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Handshake;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes from the handshake what is known of the client: headers and principal are dependable only here. Used as the
 * configurator of {@link MeshEndpoint} and its subclasses.
 */
public class MeshHandshake extends ServerEndpointConfig.Configurator {
    static final String PROPERTY = "io.meshws.handshake";

    @Override
    public boolean checkOrigin(String origin) {
        return sessions().allowsOrigin(origin);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.getHeaders());
        // The properties are a copy for this one connection: checked with 200 concurrent handshakes on Tyrus and
        // Undertow.
        config.getUserProperties()
                .put(
                        PROPERTY,
                        new Handshake(
                                config.getPath(),
                                HandshakeListener.remoteAddress(),
                                headers,
                                query(request.getQueryString()),
                                Optional.ofNullable(request.getUserPrincipal())));
    }

    /** Not by {@code getParameterMap()}, which Tyrus decodes as Latin-1. */
    static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String parameter : raw == null ? new String[0] : raw.split("&")) {
            if (!parameter.isEmpty()) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                query.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
            }
        }
        return Collections.unmodifiableMap(query);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that begins no code stands for itself.
            return text;
        }
    }

    Sessions sessions() {
        return CDI.current().select(Sessions.class).get();
    }

    /** For the paths of the configuration. */
    static final class Configured extends MeshHandshake {
        private final Sessions sessions;

        Configured(Sessions sessions) {
            this.sessions = sessions;
        }

        @Override
        Sessions sessions() {
            return sessions;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new ConfiguredEndpoint(sessions));
        }
    }
}
