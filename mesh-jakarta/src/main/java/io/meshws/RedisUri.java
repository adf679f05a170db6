package io.meshws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of Redis, read from {@code mesh.redis.uri}.
 *
 * <ul>
 *   <li>{@code redis://[user:password@]host[:port][/database]}: one server
 *   <li>{@code redis-cluster://[user:password@]host[:port],…}: some nodes of a Redis Cluster
 *   <li>{@code redis-sentinel://[user:password@]host[:port],…/master}: sentinels, and the name of the master they guard
 *   <li>{@code rediss}, {@code rediss-cluster}, {@code rediss-sentinel}: the same with TLS
 * </ul>
 *
 * User and password are percent-decoded; text before the {@code @} without a colon is a password. The sentinels
 * themselves are asked without a password.
 *
 * @param nodes each as {@code redis://host:port} or {@code rediss://host:port}
 * @param user or null
 * @param password or null
 * @param database 0 unless the address is a single server with a database
 * @param master the sentinels' name for the master; null without sentinels
 */
public record RedisUri(Kind kind, List<String> nodes, String user, String password, int database, String master) {
    /** How the servers behind the address work together. */
    public enum Kind {
        SINGLE(""),
        CLUSTER("-cluster"),
        SENTINEL("-sentinel");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private static final Pattern FORM =
            Pattern.compile("(rediss?)(-cluster|-sentinel)?://(?:([^@/]*)@)?([^/]*)(?:/(.*))?");
    private static final Pattern NODE = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(.*))?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern DATABASE = Pattern.compile("[0-9]{1,5}");
    /** The characters that Redis Sentinel allows. */
    private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]+");

    private static final int DEFAULT_PORT = 6379;
    private static final int DEFAULT_SENTINEL_PORT = 26379;
    private static final int MAX_PORT = 65535;

    /**
     * Parses the text.
     *
     * @throws IllegalArgumentException if it has another form; the message says why but shows nothing of the text,
     *     which may contain a password
     */
    public static RedisUri parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("it does not begin with a known scheme");
        }
        Kind kind = kind(parts.group(2));
        List<String> nodes = Arrays.stream(parts.group(4).split(",", -1))
                .map(node -> parts.group(1) + "://" + withPort(node, kind))
                .toList();
        if (kind == Kind.SINGLE && nodes.size() > 1) {
            throw new IllegalArgumentException("several hosts need redis-cluster:// or redis-sentinel://");
        }
        String path = parts.group(5) == null ? "" : parts.group(5);
        String[] login = login(parts.group(3));
        return new RedisUri(
                kind,
                nodes,
                login[0],
                login[1],
                kind == Kind.SENTINEL ? 0 : database(kind, path),
                kind == Kind.SENTINEL ? master(path) : null);
    }

    private static Kind kind(String suffix) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.suffix.equals(suffix == null ? "" : suffix))
                .findFirst()
                .orElseThrow();
    }

    private static String withPort(String node, Kind kind) {
        Matcher parts = NODE.matcher(node);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a host is not valid; in user and password, @ and / must be percent-encoded");
        }
        if (parts.group(2) == null) {
            return node + ":" + (kind == Kind.SENTINEL ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT);
        }
        int port = PORT.matcher(parts.group(2)).matches() ? Integer.parseInt(parts.group(2)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is not a number from 1 to " + MAX_PORT);
        }
        return node;
    }

    private static int database(Kind kind, String path) {
        if (path.isEmpty()) {
            return 0;
        }
        if (kind == Kind.CLUSTER) {
            throw new IllegalArgumentException("a Redis Cluster has no databases");
        }
        if (!DATABASE.matcher(path).matches()) {
            throw new IllegalArgumentException("the database is not a number");
        }
        return Integer.parseInt(path);
    }

    private static String master(String path) {
        if (!MASTER.matcher(path).matches()) {
            throw new IllegalArgumentException("the name of the master must follow the sentinels");
        }
        return path;
    }

    private static String[] login(String text) {
        if (text == null || text.isEmpty()) {
            return new String[2];
        }
        int colon = text.indexOf(':');
        String user = colon <= 0 ? null : decoded(text.substring(0, colon));
        return new String[] {user, decoded(text.substring(colon + 1))};
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the user or password is not percent-encoded correctly", e);
        }
    }

    /** Without user and password. */
    @Override
    public String toString() {
        String scheme = nodes.get(0).substring(0, nodes.get(0).indexOf(':'));
        StringBuilder text = new StringBuilder(scheme).append(kind.suffix).append("://");
        text.append(String.join(
                ",",
                nodes.stream().map(node -> node.substring(scheme.length() + 3)).toList()));
        if (database > 0) {
            text.append('/').append(database);
        }
        return master == null
                ? text.toString()
                : text.append('/').append(master).toString();
    }
}
