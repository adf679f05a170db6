package io.meshws.internal.connection;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a client from its handshake.
 *
 * @param remoteAddress empty where unknown
 * @param headers names compare without regard to case
 */
public record Handshake(
        String path,
        String remoteAddress,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Optional<Principal> principal) {}
