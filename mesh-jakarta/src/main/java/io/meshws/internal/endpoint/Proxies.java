package io.meshws.internal.endpoint;

import io.meshws.AddressRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the address of a client behind proxies. A proxy adds the address of its own peer at the end of the header, so the
 * headers are read from the end, as long as the proxy that added an address is trusted.
 */
final class Proxies {
    /** A port may follow; then an IPv6 address is in brackets. */
    private static final Pattern HOP = Pattern.compile("\\[([^\\]]*)\\](?::\\d+)?|([^:]*):\\d+");

    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^\";]*)\"?\\s*(?:;|$)");

    private final List<AddressRange> trusted;

    Proxies(List<AddressRange> trusted) {
        this.trusted = trusted;
    }

    /**
     * The nearest address that is not a trusted proxy's. If the two headers disagree, clients wrote one of them, and the
     * address is that of the peer.
     *
     * @param peer the address that the server sees
     * @param headers with names that compare without regard to case
     */
    String client(String peer, Map<String, List<String>> headers) {
        if (!isTrusted(peer)) {
            return peer;
        }
        List<String> usual = elements(headers, "X-Forwarded-For").stream()
                .map(Proxies::address)
                .toList();
        List<String> standard =
                elements(headers, "Forwarded").stream().map(Proxies::forOf).toList();
        if (usual.isEmpty() || standard.isEmpty()) {
            return nearest(peer, usual.isEmpty() ? standard : usual);
        }
        String client = nearest(peer, usual);
        return client.equals(nearest(peer, standard)) ? client : peer;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private String nearest(String peer, List<String> hops) {
        String known = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(known); i--) {
            if (AddressRange.ofClient(hops.get(i)).isEmpty()) {
                return known;
            }
            known = hops.get(i);
        }
        return known;
    }

    /** Commas within quotes separate too: a quote that a client left open must not hide an address that a proxy added. */
    private static List<String> elements(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static String forOf(String element) {
        Matcher found = FOR.matcher(element);
        return found.find() ? address(found.group(1).strip()) : "";
    }

    private static String address(String hop) {
        Matcher parts = HOP.matcher(hop);
        return parts.matches() ? Optional.ofNullable(parts.group(1)).orElse(parts.group(2)) : hop;
    }
}
