package io.meshws.internal.connection;

import io.meshws.ClientHandshake;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the handshake says about a client.
 *
 * @param remoteAddress empty if unknown
 * @param headers names are compared without regard to case
 * @param admission what the application says to it; empty if nothing
 */
public record Handshake(
        String path,
        String remoteAddress,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Optional<Principal> principal,
        Set<String> roles,
        Optional<Admission> admission)
        implements ClientHandshake {
    private static final String IN_AUTHORIZATION = "Bearer ";
    /** The prefix of a token that is offered as a subprotocol, which is the only thing that browsers let a page add. */
    private static final String IN_SUBPROTOCOLS = "bearer.";

    public Handshake(
            String path,
            String remoteAddress,
            Map<String, List<String>> headers,
            Map<String, List<String>> query,
            Optional<Principal> principal) {
        this(path, remoteAddress, headers, query, principal, Set.of(), Optional.empty());
    }

    /** The same of a client that the application knows. */
    public Handshake of(Admission known) {
        return new Handshake(
                path, remoteAddress, headers, query, Optional.of(known.principal()), known.roles(), Optional.of(known));
    }

    @Override
    public Optional<String> bearerToken() {
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
