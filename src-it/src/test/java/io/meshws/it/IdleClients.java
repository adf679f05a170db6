package io.meshws.it;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Thousands of clients that do nothing but answer pings and measurements. */
final class IdleClients implements AutoCloseable {
    private static final String ANSWER = "{\"command\":\"latency:response\",\"payload\":{}}";

    private final AtomicLong pings = new AtomicLong();
    private final AtomicLong measurements = new AtomicLong();
    private final RawClients clients;

    /** Begins to connect so many. */
    IdleClients(URI uri, int wanted) {
        clients = new RawClients(uri, wanted, new Answering());
    }

    private final class Answering implements RawClients.Habit {
        @Override
        public void received(RawClients.Client client, String text) throws IOException {
            if (text.startsWith("{\"command\":\"latency:request\"")) {
                client.send(RawFrame.of(RawFrame.WHOLE_TEXT, ANSWER));
                measurements.incrementAndGet();
            }
        }

        @Override
        public void pinged() {
            pings.incrementAndGet();
        }

        @Override
        public boolean comesBack() {
            return false;
        }
    }

    /** The number of connected clients; fails if one could not connect. */
    int open() {
        if (clients.ended() > 0) {
            throw new AssertionError(clients.ended() + " connections were refused or ended");
        }
        return clients.open();
    }

    /** The number of connections that the server ended. */
    int lost() {
        return clients.ended();
    }

    /** How many pings were answered. */
    long pings() {
        return pings.get();
    }

    /** The number of answered measurements of the round-trip time. */
    long measurements() {
        return measurements.get();
    }

    @Override
    public void close() {
        clients.close();
    }
}
