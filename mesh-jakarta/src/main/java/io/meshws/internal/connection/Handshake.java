package io.meshws.internal.connection;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the handshake says about a client.
 *
 * @param remoteAddress empty if unknown
 * @param headers names are compared without regard to case
 */
public record Handshake(
        String path,
        String remoteAddress,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Optional<Principal> principal) {
    private static final String IN_AUTHORIZATION = "Bearer ";
    /** The prefix of a token that is offered as a subprotocol, which is the only thing that browsers let a page add. */
    private static final String IN_SUBPROTOCOLS = "bearer.";

    Optional<String> bearerToken() {
        Stream<String> fromPrograms = headers.getOrDefault("Authorization", List.of()).stream()
                .filter(value -> value.regionMatches(true, 0, IN_AUTHORIZATION, 0, IN_AUTHORIZATION.length()))
                .map(value -> value.substring(IN_AUTHORIZATION.length()).strip());
        // Some containers provide one text for each subprotocol, others one for all.
        Stream<String> fromBrowsers = headers.getOrDefault("Sec-WebSocket-Protocol", List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(offered -> offered.startsWith(IN_SUBPROTOCOLS))
                .map(offered -> offered.substring(IN_SUBPROTOCOLS.length()));
        return Stream.concat(fromPrograms, fromBrowsers)
                .filter(token -> !token.isEmpty())
                .findFirst();
    }
}
