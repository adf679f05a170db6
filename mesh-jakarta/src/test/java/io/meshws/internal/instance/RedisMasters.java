package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A Redis Cluster of masters alone. */
final class RedisMasters {
    static final int SLOTS = 16384;

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

    static String uri(List<EmbeddedRedis> nodes) {
        return "redis-cluster://127.0.0.1:" + nodes.get(1).port() + ",127.0.0.1:"
                + nodes.get(2).port();
    }
}
