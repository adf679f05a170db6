package io.meshws.client.internal.link;

import io.meshws.client.ReconnectPolicy;
import io.meshws.client.WhenOffline;
import io.meshws.protocol.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The settings that a client was built with.
 *
 * @param addresses tried in turn; at least one
 * @param headers of the handshake
 * @param query added to that of the address
 * @param ssl for {@code wss:}, or null for the JVM's default
 * @param connectsWhenUsed whether the first call connects
 * @param credential to sign in with; null for none
 */
public record Settings(
        List<URI> addresses,
        List<Parameter> headers,
        List<Parameter> query,
        SSLContext ssl,
        Timeouts timeouts,
        Limits limits,
        ReconnectPolicy reconnect,
        WhenOffline whenOffline,
        boolean connectsWhenUsed,
        Credential credential) {

    /**
     * @param json asked anew at each attempt to sign in; may block
     * @param ifAsked whether it's only sent if the server says that clients have to sign in
     */
    public record Credential(Supplier<String> json, boolean ifAsked) {}

    /** @param value asked anew at each attempt to connect; may block */
    public record Parameter(String name, Supplier<String> value) {}

    /**
     * @param connect from the first byte to the connection id
     * @param request for requests that name none of their own
     * @param ping how often the client looks for signs of life of the server; zero for never
     * @param maxMissedPings how often in a row there may be none
     */
    public record Timeouts(Duration connect, Duration request, Duration ping, int maxMissedPings) {}

    /**
     * @param maxFrameBytes the longest text message that is read
     * @param json for the frames of the server
     * @param maxQueuedCharacters how many may wait to be sent, or for a connection; a single frame may be longer
     * @param maxQueuedCalls how many calls may wait for a connection
     * @param maxPendingEvents how many events may wait for the listeners, or for one follower
     * @param maxPendingCharacters how long their frames may be together; a single one may be longer
     */
    public record Limits(
            int maxFrameBytes,
            JsonLimits json,
            int maxQueuedCharacters,
            int maxQueuedCalls,
            int maxPendingEvents,
            int maxPendingCharacters) {}
}
