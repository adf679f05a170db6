package io.meshws;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of a page, in a normal form, so that equal origins have equal texts: scheme and host in lower case, the host
 * in ASCII, the port only if it isn't the scheme's default.
 */
final class Origin {
    /** The origin that browsers send for pages without one, such as those in a sandbox. */
    private static final String OPAQUE = "null";

    /** The origin that some web views send for pages from their own files. */
    private static final String FILES = "file://";

    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://([\\p{L}\\p{M}\\p{N}._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

    /** Browsers open no pages by WebSocket and FTP, or at port 0, and name no host of a file. */
    private static final Pattern IMPOSSIBLE = Pattern.compile("(wss?|ftp|file)://.*|.*:0");

    private static final Pattern WEB = Pattern.compile("https?://.*");

    private static final Pattern LOCAL =
            Pattern.compile("https?://(([^:]+\\.)?localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[0:0:0:0:0:0:0:1])(:\\d+)?");

    private Origin() {}

    /**
     * Like {@link #normalized}, but ignores a single slash at the end, as an address bar shows it, and is empty if no page
     * can have that origin.
     */
    static Optional<String> ofUser(String text) {
        return normalized(text)
                .or(() -> text.endsWith("/") ? normalized(text.substring(0, text.length() - 1)) : Optional.empty())
                .filter(origin ->
                        origin.equals(FILES) || !IMPOSSIBLE.matcher(origin).matches());
    }

    /** Empty if the text isn't an origin, so no browser ever sends it. */
    static Optional<String> normalized(String text) {
        if (text.equals(OPAQUE) || text.equals(FILES)) {
            return Optional.of(text);
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        int port = parts.group(3) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(3));
        if (port > 65535) {
            return Optional.empty();
        }
        try {
            return Optional.of(scheme + "://" + host(parts.group(2)) + (port == defaultPort(scheme) ? "" : ":" + port));
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a page of this origin belongs to the server that it reached under this host name: the same host and port, or
     * both on the local machine, on any port. A server behind a proxy that ends TLS doesn't know the page's scheme; one
     * that got the handshake by TLS refuses pages that came without.
     */
    static boolean isOwn(String origin, String host, boolean secure) {
        Optional<String> page =
                normalized(origin).filter(known -> WEB.matcher(known).matches());
        if (page.isEmpty()) {
            return false;
        }
        String scheme = page.get().substring(0, page.get().indexOf(':'));
        Optional<String> server = normalized(scheme + "://" + host);
        return server.isPresent()
                && (isLocal(page.get()) && isLocal(server.get())
                        || page.equals(server) && (!secure || scheme.equals("https")));
    }

    private static boolean isLocal(String normalized) {
        return LOCAL.matcher(normalized).matches();
    }

    private static String host(String text) throws UnknownHostException {
        return text.startsWith("[")
                ? "[" + InetAddress.getByName(text).getHostAddress() + "]"
                : IDN.toASCII(text).toLowerCase(Locale.ROOT);
    }

    /** Schemes without a default port get a number that no port equals. */
    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
