package io.meshws.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Computes the needs of a million connections from costs that were measured. Prints the tables of {@code docs/scale.md}:
 * {@code java bench/src/main/java/io/meshws/bench/Scale.java}.
 */
final class Scale {
    private static final List<Integer> INSTANCES = List.of(10, 100, 1000);

    /** A load, and the costs: each is one line of the first table. */
    private enum Given {
        CONNECTIONS(1_000_000, "connections", "assumed"),
        ROOM(20, "members of a room, on instances by chance; each connection is in one room", "assumed"),
        SAY_SECONDS(60, "s between broadcasts of a member to its room", "assumed"),
        ASK_SECONDS(30, "s between commands of a connection that concern nobody else", "assumed"),
        WRITE_SECONDS(600, "s between writes of a connection to a record that the room follows", "assumed"),
        STAY_SECONDS(1800, "s that a connection stays in its room, whose presence the room follows", "assumed"),
        FRAME_BYTES(250, "bytes of a frame with the headers of WebSocket, TCP and IP", "assumed"),
        COMMAND_MICROS(26.6, "µs of a server's processor for a command with its reply", "`echo`, WildFly"),
        DELIVERY_MICROS(3.2, "µs for each delivery of a broadcast", "`room-1000`, WildFly"),
        PRESENCE_MICROS(4.3, "µs for each change of presence that a follower is told", "`presence`, WildFly"),
        BUS_MICROS(60, "µs for a message from one instance to another, on both together", "assumed, as two commands"),
        LIVENESS_MICROS(4, "µs a second for pings and measurements of a connection", "assumed"),
        HEAP_KB(12, "KB of heap for a connection", "the target for WildFly"),
        PUBLISH_MICROS(
                20, "µs of Redis' processor for a publication, few at a time, with its look-up", "`two-max`, WildFly"),
        SCRIPT_MICROS(
                16, "µs of Redis' processor for a record write or a change of presence", "`record-writers`, WildFly"),
        REDIS_BYTES(400, "bytes of Redis' memory for a connection in a tracked room", "`RedisCostsIT`"),
        BEATS(4, "commands a second with which an instance says that it is there", "counted");

        private final double value;
        private final String what;
        private final String source;

        Given(double value, String what, String source) {
            this.value = value;
            this.what = what;
            this.source = source;
        }
    }

    /** A line of the second table: a figure for so many instances. */
    private record Line(String what, String format, DoubleUnaryOperator figure) {}

    private static final List<Line> LINES = List.of(
            new Line("connections of an instance", "%,.0f", n -> Given.CONNECTIONS.value / n),
            new Line(
                    "its heap for them, GB",
                    "%.2f",
                    n -> Given.CONNECTIONS.value / n * Given.HEAP_KB.value / (1 << 20)),
            new Line("its deliveries/s", "%,.0f", n -> deliveries() / n),
            new Line("its processors", "%.2f", Scale::processors),
            new Line("its frames out, MB/s", "%.2f", n -> deliveries() / n * Given.FRAME_BYTES.value / 1e6),
            new Line("instances that a message goes to", "%.1f", Scale::targets),
            new Line("publications/s in Redis", "%,.0f", Scale::publications),
            new Line("scripts/s in Redis", "%,.0f", n -> writes() + changes() + Given.BEATS.value * n),
            new Line("processors of Redis", "%.2f", Scale::redisProcessors),
            new Line("Redis out, MB/s", "%.1f", n -> publications(n) * Given.FRAME_BYTES.value / 1e6),
            new Line(
                    "memory of Redis, GB", "%.2f", n -> Given.CONNECTIONS.value * Given.REDIS_BYTES.value / (1 << 30)));

    private Scale() {}

    public static void main(String[] arguments) {
        System.out.print(markdown());
    }

    static String markdown() {
        List<String> lines = new ArrayList<>(List.of("| given | | from |", "|---:|---|---|"));
        for (Given each : Given.values()) {
            lines.add("| " + number(each.value) + " | " + each.what + " | " + each.source + " |");
        }
        lines.add("");
        StringBuilder head = new StringBuilder("| |");
        INSTANCES.forEach(n -> head.append(String.format(Locale.ROOT, " %,d instances |", n)));
        lines.add(head.toString());
        lines.add("|---|" + "---:|".repeat(INSTANCES.size()));
        for (Line line : LINES) {
            StringBuilder row = new StringBuilder("| " + line.what + " |");
            INSTANCES.forEach(n -> row.append(' ')
                    .append(String.format(Locale.ROOT, line.format, line.figure.applyAsDouble(n)))
                    .append(" |"));
            lines.add(row.toString());
        }
        lines.add("");
        lines.addAll(largeRoom());
        return String.join("\n", lines) + "\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
    }

    private static double broadcasts() {
        return Given.CONNECTIONS.value / Given.SAY_SECONDS.value;
    }

    private static double writes() {
        return Given.CONNECTIONS.value / Given.WRITE_SECONDS.value;
    }

    /** Each connection comes once and goes once. */
    private static double changes() {
        return 2 * Given.CONNECTIONS.value / Given.STAY_SECONDS.value;
    }

    /** The messages to all members of a room. */
    private static double messages() {
        return broadcasts() + writes() + changes();
    }

    private static double deliveries() {
        return messages() * Given.ROOM.value;
    }

    /** The number of other instances that have at least one of the other members. */
    private static double targets(double n) {
        return (n - 1) * (1 - Math.pow(1 - 1 / n, Given.ROOM.value - 1));
    }

    /** Records and presence are published to the writer's own instance too. */
    private static double publications(double n) {
        return messages() * targets(n) + writes() + changes();
    }

    private static double processors(double n) {
        double micros = Given.CONNECTIONS.value * Given.LIVENESS_MICROS.value
                + (Given.CONNECTIONS.value / Given.ASK_SECONDS.value + broadcasts() + writes())
                        * Given.COMMAND_MICROS.value
                + deliveries() * Given.DELIVERY_MICROS.value
                + publications(n) * Given.BUS_MICROS.value;
        return micros / n / 1e6;
    }

    private static double redisProcessors(double n) {
        return (publications(n) * Given.PUBLISH_MICROS.value
                        + (writes() + changes() + Given.BEATS.value * n) * Given.SCRIPT_MICROS.value)
                / 1e6;
    }

    /** A room of 10,000 that all follow its presence, of whom half change within a minute. */
    private static List<String> largeRoom() {
        int members = 10_000;
        double changes = members / 2 / 60.0;
        double batches = 1000 / 50;
        double one = Given.FRAME_BYTES.value;
        // Of the bytes of a frame, some 100 are its headers and other parts that do not depend on the change.
        double together = (100 + changes / batches * (one - 100)) * batches;
        return List.of(
                "| a room of 10,000, half of whom change within a minute | frames/s for a member | KB/s | processors for all |",
                "|---|---:|---:|---:|",
                row("as it is: a frame for each change, those of 50 ms in one write", changes, changes * one, members),
                row("if a frame had all changes of 50 ms", batches, together, members));
    }

    private static String row(String what, double frames, double bytes, int members) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f |",
                what,
                frames,
                bytes / 1e3,
                frames * members * Given.PRESENCE_MICROS.value / 1e6);
    }
}
