package io.meshws.client;

import io.meshws.protocol.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * What a client was built with.
 *
 * @param headers sent with the handshake
 * @param ssl for {@code wss:}, or null for the JVM's default
 * @param connectTimeout from the first byte to the connection id
 * @param requestTimeout for requests that name none of their own
 * @param maxFrameBytes the longest text message that is read
 * @param jsonLimits for the frames of the server
 * @param maxQueuedCharacters what may wait to be sent
 * @param maxPendingEvents how many events may wait for the listener thread
 * @param maxPendingCharacters how long their frames may be together; a single one may be longer
 */
record ClientSettings(
        URI uri,
        Map<String, List<String>> headers,
        SSLContext ssl,
        Duration connectTimeout,
        Duration requestTimeout,
        int maxFrameBytes,
        JsonLimits jsonLimits,
        int maxQueuedCharacters,
        int maxPendingEvents,
        int maxPendingCharacters) {}
