package io.meshws.internal.connection;

import io.meshws.ClientHandshake;
import io.meshws.internal.limit.Places;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The data of a client's handshake.
 *
 * @param remoteAddress empty if unknown
 * @param headers names are compared without regard to case
 * @param admission the identity that was determined; empty if there is none
 * @param place that it has among the connections; empty if it was not checked
 */
public record Handshake(
        String path,
        String remoteAddress,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Optional<Principal> principal,
        Set<String> roles,
        Optional<Admission> admission,
        Optional<Places.Place> place)
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
        this(path, remoteAddress, headers, query, principal, Set.of());
    }

    public Handshake(
            String path,
            String remoteAddress,
            Map<String, List<String>> headers,
            Map<String, List<String>> query,
            Optional<Principal> principal,
            Set<String> roles) {
        this(path, remoteAddress, headers, query, principal, roles, Optional.empty(), Optional.empty());
    }

    /** The same of a client that may connect. */
    public Handshake with(Optional<Admission> known, Places.Place taken) {
        return new Handshake(
                path,
                remoteAddress,
                headers,
                query,
                known.map(Admission::principal).or(() -> principal),
                known.map(Admission::roles).orElse(roles),
                known,
                Optional.of(taken));
    }

    /** The same of a client that can't stay. */
    public Handshake withoutPlace() {
        return new Handshake(
                path, remoteAddress, headers, query, Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
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
