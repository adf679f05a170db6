package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of masters alone. */
final class RedisMasters {
    private static final int SLOTS = 16384;

    private RedisMasters() {}

    /** @param node starts one, which the caller ends */
    static List<EmbeddedRedis> started(int masters, Supplier<EmbeddedRedis> node) {
        List<EmbeddedRedis> nodes =
                IntStream.range(0, masters).mapToObj(i -> node.get()).toList();
        for (int i = 0; i < masters; i++) {
            nodes.get(i).command(slots(i * SLOTS / masters, (i + 1) * SLOTS / masters));
            nodes.get(i).command("CLUSTER MEET 127.0.0.1 " + nodes.get(0).port());
        }
        nodes.forEach(one -> Eventually.holds(() -> isComplete(one, masters)));
        return nodes;
    }

    private static String slots(int from, int to) {
        StringBuilder command = new StringBuilder("CLUSTER ADDSLOTS");
        IntStream.range(from, to).forEach(slot -> command.append(' ').append(slot));
        return command.toString();
    }

    static boolean isComplete(EmbeddedRedis node, int nodes) {
        String info = node.text("CLUSTER INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + nodes);
    }

    private static int slot(String key, EmbeddedRedis node) {
        return Integer.parseInt(node.command("CLUSTER KEYSLOT " + key).substring(1));
    }

    /** The node that had the key's slot at the start. */
    static EmbeddedRedis of(String key, List<EmbeddedRedis> nodes) {
        int slot = slot(key, nodes.get(0));
        return IntStream.range(0, nodes.size())
                .filter(i -> slot < (i + 1) * SLOTS / nodes.size())
                .mapToObj(nodes::get)
                .findFirst()
                .orElseThrow();
    }

    /** @param nodes with the replica, which is new */
    static void replicate(EmbeddedRedis master, EmbeddedRedis replica, int nodes) {
        replica.command("CLUSTER MEET 127.0.0.1 " + master.port());
        Eventually.holds(() -> isComplete(replica, nodes));
        replica.command("CLUSTER REPLICATE " + master.text("CLUSTER MYID"));
        Eventually.holds(() -> replica.text("INFO replication").contains("master_link_status:up"));
    }

    static void awaitMaster(EmbeddedRedis replica, int nodes) {
        Eventually.holds(() -> replica.text("INFO replication").contains("role:master") && isComplete(replica, nodes));
    }

    /**
     * Moves a slot, as tools for Redis Cluster do.
     *
     * @param tag the part in braces of all its keys
     */
    static void move(String tag, EmbeddedRedis from, EmbeddedRedis to, List<EmbeddedRedis> nodes) {
        String slot = "CLUSTER SETSLOT " + slot(tag, from);
        String target = to.text("CLUSTER MYID");
        to.command(slot + " IMPORTING " + from.text("CLUSTER MYID"));
        from.command(slot + " MIGRATING " + target);
        for (String key : from.keysAbout("{" + tag + "}")) {
            from.command("MIGRATE 127.0.0.1 " + to.port() + " " + key + " 0 5000");
        }
        assertEquals("+OK", to.command(slot + " NODE " + target));
        nodes.forEach(node -> assertEquals("+OK", node.command(slot + " NODE " + target)));
    }

    /** If there are several, the first has to be found by the others. */
    static String uri(List<EmbeddedRedis> nodes) {
        return nodes.stream()
                .skip(nodes.size() > 1 ? 1 : 0)
                .map(node -> "127.0.0.1:" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    /** Lets a user {@code plain} with the password {@code secret} do everything but use shard channels. */
    static String uriWithoutShards(List<EmbeddedRedis> nodes) {
        nodes.forEach(node ->
                assertEquals("+OK", node.command("ACL SETUSER plain on >secret ~* &* +@all -ssubscribe -spublish")));
        return uri(nodes).replace("//", "//plain:secret@");
    }
}
