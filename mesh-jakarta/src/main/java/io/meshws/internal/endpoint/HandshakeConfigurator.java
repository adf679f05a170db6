package io.meshws.internal.endpoint;

import io.meshws.internal.connection.Handshake;
import io.meshws.internal.identity.HandshakeRefused;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the client's data from the handshake, because headers and principal are reliable only here. Also creates the
 * endpoints at the configured paths.
 */
final class HandshakeConfigurator extends ServerEndpointConfig.Configurator {
    private static final String PROPERTY = "io.meshws.handshake";
    private static final Handshake UNKNOWN = new Handshake("", "", Map.of(), Map.of(), Optional.empty());

    private final Sessions sessions;

    HandshakeConfigurator(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The handshake that {@link #modifyHandshake} kept, with the application's answer to it. */
    static Handshake of(Map<String, Object> userProperties) {
        return userProperties.get(PROPERTY) instanceof Handshake known ? known : UNKNOWN;
    }

    /** The refusal of a handshake that the container let through nevertheless. */
    static Optional<HandshakeRefused> refusal(Map<String, Object> userProperties) {
        return userProperties.get(PROPERTY) instanceof HandshakeRefused refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    @Override
    public boolean checkOrigin(String origin) {
        return sessions.allowsOrigin(origin, HandshakeListener.peer());
    }

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return Subprotocols.negotiate(supported, requested);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Map<String, List<String>> headers = new Headers(request.getHeaders());
        Optional<Principal> principal = Optional.ofNullable(request.getUserPrincipal());
        Handshake handshake = new Handshake(
                config.getPath(),
                sessions.clientAddress(HandshakeListener.peer().address(), headers),
                headers,
                query(request.getQueryString()),
                principal,
                principal.isPresent() ? sessions.rolesOf(request::isUserInRole) : Set.of());
        // The properties are a copy for this one connection; verified with 100 concurrent handshakes on each tested
        // server.
        try {
            config.getUserProperties().put(PROPERTY, sessions.check(handshake));
        } catch (HandshakeRefused e) {
            config.getUserProperties().put(PROPERTY, e);
            throw e;
        }
    }

    /** Doesn't use {@code getParameterMap()}, which Tyrus decodes as Latin-1. */
    static Map<String, List<String>> query(String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String parameter : raw.split("&")) {
            if (!parameter.isEmpty()) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                query.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
            }
        }
        // Without room for more.
        query.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(query);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that doesn't begin a code stands for itself.
            return text;
        }
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new SessionEndpoint(sessions));
    }
}
