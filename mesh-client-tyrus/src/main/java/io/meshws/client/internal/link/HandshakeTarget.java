package io.meshws.client.internal.link;

import io.meshws.client.internal.socket.WebSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The handshake of one attempt to connect: the application is asked for headers and parameters each time. */
final class HandshakeTarget {
    private HandshakeTarget() {}

    /** Blocks for as long as the application takes; throws its exceptions. */
    static WebSocket.Target of(URI address, Settings settings) throws NoSuchAlgorithmException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Settings.Parameter header : settings.headers()) {
            headers.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(headerValue(header));
        }
        return new WebSocket.Target(
                withQuery(address, settings.query()),
                headers,
                settings.ssl() != null ? settings.ssl() : SSLContext.getDefault(),
                settings.limits().maxFrameBytes(),
                settings.limits().maxQueuedCharacters());
    }

    private static String headerValue(Settings.Parameter header) {
        String value = value(header);
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new IllegalArgumentException("The header " + header.name() + " has control characters in its value");
        }
        return value;
    }

    private static String value(Settings.Parameter parameter) {
        String value = parameter.value().get();
        if (value == null) {
            throw new IllegalStateException("There is no value for " + parameter.name());
        }
        return value;
    }

    private static URI withQuery(URI uri, List<Settings.Parameter> parameters) {
        StringBuilder query = new StringBuilder(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        for (Settings.Parameter parameter : parameters) {
            query.append(query.length() == 0 ? "" : "&")
                    .append(encoded(parameter.name()))
                    .append('=')
                    .append(encoded(value(parameter)));
        }
        if (query.length() == 0) {
            return uri;
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
