package io.meshws;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The handshake of a client. Thread-safe. */
public interface ClientHandshake {

    /**
     * The address of the peer as the container sees it. Behind a proxy it's the proxy's, or the client's if the proxy is one
     * of {@code mesh.trusted-proxies}. Empty if unknown.
     */
    String remoteAddress();

    /** The headers; names compare without regard to case. */
    Map<String, List<String>> headers();

    /** The query parameters of the URL. */
    Map<String, List<String>> query();

    /** The path of the endpoint that the client connected to, such as {@code /mesh}. */
    String path();

    /** The value of a cookie, as it was sent. */
    default Optional<String> cookie(String name) {
        String prefix = Objects.requireNonNull(name, "name") + "=";
        return headers().getOrDefault("Cookie", List.of()).stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(prefix))
                .map(cookie -> cookie.substring(prefix.length()))
                .findFirst();
    }

    /**
     * The token that came with the handshake: from {@code Authorization: Bearer …}, or else from an offered
     * subprotocol {@code bearer.…}, as in {@code new WebSocket(url, ["mesh", "bearer." + token])}. It has not been
     * verified.
     */
    Optional<String> bearerToken();

    /** The user that the container authenticated; empty if it didn't. */
    Optional<Principal> principal();

    /**
     * Those of the user's roles that are named by {@code @RolesAllowed} or {@code @DeclareRoles} on beans with
     * commands.
     */
    Set<String> roles();
}
