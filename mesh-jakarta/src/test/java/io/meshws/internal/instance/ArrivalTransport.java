package io.meshws.internal.instance;

import io.meshws.internal.connection.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A client that reads nothing, and notes when it was sent values that say when they were written, behind an {@code @}. Thread-safe. */
final class ArrivalTransport implements Transport {
    private final List<Arrival> arrivals = new ArrayList<>();
    private String expected = "";
    private boolean closed;

    private record Arrival(long written, long nanos) {}

    /** From now on waits for a frame with this text. */
    synchronized void expect(String text) {
        expected = text;
    }

    synchronized boolean hasExpected() {
        return expected == null;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** How long each value was on its way that was written in this time, in µs. */
    synchronized LongStream latencies(long from, long to) {
        return LongStream.of(arrivals.stream()
                .filter(one -> one.written() - from >= 0 && one.written() - to < 0)
                .mapToLong(one -> one.nanos() / 1000)
                .toArray());
    }

    @Override
    public void send(String frame, Done done) {
        note(frame, System.nanoTime());
        done.done(null);
    }

    private synchronized void note(String frame, long now) {
        if (expected != null && frame.contains(expected)) {
            expected = null;
        }
        for (int at = frame.indexOf('@'); at >= 0; at = frame.indexOf('@', at + 1)) {
            long written = Long.parseLong(frame.substring(at + 1, frame.indexOf('"', at)));
            arrivals.add(new Arrival(written, now - written));
        }
    }

    @Override
    public synchronized void close(int code, String reason) {
        closed = true;
    }
}
