package io.meshws.it;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that each ask for an echo so many times a second, evenly spread, and note how long the answers take. */
final class Regulars implements AutoCloseable {
    private static final String ECHO = "{\"id\":1,\"command\":\"echo\",\"payload\":5}";

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    /** In turns. */
    private final long interval;

    private final RawClients clients;

    Regulars(URI uri, int count, int timesASecond) {
        interval = TimeUnit.SECONDS.toNanos(1) / RawClients.TURN.toNanos() / timesASecond;
        clients = new RawClients(uri, count, new Asking());
    }

    private final class Asking implements RawClients.Habit {
        @Override
        public void turn(RawClients.Client client, int turn) throws IOException {
            if (client.isUpgraded() && turn % interval == client.number / RawClients.PHASES % interval) {
                client.noted = System.nanoTime();
                client.send(RawFrame.of(RawFrame.WHOLE_TEXT, ECHO));
            }
        }

        @Override
        public void received(RawClients.Client client, String text) {
            if (text.startsWith("{\"id\":1,")) {
                nanos.add(System.nanoTime() - client.noted);
            }
        }

        @Override
        public boolean comesBack() {
            return false;
        }
    }

    int open() {
        return clients.open();
    }

    /** How many connections the server ended. */
    int lost() {
        return clients.ended();
    }

    /** The answers since the last call. */
    Answers answers() {
        List<Long> taken;
        synchronized (nanos) {
            taken = new ArrayList<>(nanos);
            nanos.clear();
        }
        Collections.sort(taken);
        return new Answers(taken.size(), percentile(taken, 0.5), percentile(taken, 0.99), percentile(taken, 1));
    }

    private static double percentile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(sorted.size() * share) - 1) / 1e6;
    }

    /** Times are in ms. */
    record Answers(int count, double p50, double p99, double last) {
        @Override
        public String toString() {
            return String.format("%d answers, p50 %.1f, p99 %.1f, last %.1f ms", count, p50, p99, last);
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
