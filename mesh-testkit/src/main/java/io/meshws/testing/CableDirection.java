package io.meshws.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The bytes that all connections of a {@link Cable} carry to one side, and the troubles on that way. Thread-safe. */
public final class CableDirection {
    private final AtomicLong bytes = new AtomicLong();
    /** Bytes that still pass before a connection breaks; negative for any number. */
    private final AtomicInteger left = new AtomicInteger(-1);

    private final AtomicReference<Loss> loss = new AtomicReference<>();
    private volatile long delayNanos;

    CableDirection() {}

    /** How many bytes were sent this way. */
    public long bytes() {
        return bytes.get();
    }

    /** Lets so many bytes pass, wherever in a frame that is, and then ends the connection. */
    public void cutAfter(int bytes) {
        left.set(bytes);
    }

    /** The next bytes that pass together come without so many, from this place on, which begins anew behind the last of them. */
    public void loseBytes(int place, int count) {
        loss.set(new Loss(place, count));
    }

    void delay(Duration time) {
        delayNanos = time.toNanos();
    }

    void calm() {
        delayNanos = 0;
        left.set(-1);
        loss.set(null);
    }

    void begin(Cable.Line line, Socket from, Socket to) {
        DelayQueue<Chunk> chunks = new DelayQueue<>();
        Cable.start(() -> read(line, from, chunks));
        Cable.start(() -> write(line, chunks, to));
    }

    private void read(Cable.Line line, Socket from, DelayQueue<Chunk> chunks) {
        Chunk last = new Chunk(null, 0, System.nanoTime());
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.addAndGet(count);
                if (!line.isSilent()) {
                    last = last.next(Arrays.copyOf(buffer, count), delayNanos);
                    chunks.add(last);
                }
            }
        } catch (IOException e) {
            // One side ended.
        }
        chunks.add(last.next(null, delayNanos));
    }

    private void write(Cable.Line line, DelayQueue<Chunk> chunks, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = chunks.take(); chunk.bytes != null; chunk = chunks.take()) {
                byte[] rest = withLoss(chunk.bytes);
                int most = left.get();
                int count = most < 0 ? rest.length : Math.min(rest.length, most);
                out.write(rest, 0, count);
                if (most >= 0 && left.addAndGet(-count) <= 0) {
                    left.set(-1);
                    break;
                }
            }
        } catch (IOException e) {
            // One side ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!line.isSilent()) {
            line.end();
        }
    }

    private byte[] withLoss(byte[] whole) {
        Loss next = loss.get();
        if (next == null || next.count >= whole.length || !loss.compareAndSet(next, null)) {
            return whole;
        }
        byte[] rest = Arrays.copyOf(whole, whole.length - next.count);
        int from = next.place % (rest.length + 1);
        System.arraycopy(whole, from + next.count, rest, from, rest.length - from);
        return rest;
    }

    private record Loss(int place, int count) {}

    /** Bytes that are due; none for the end. Never due before those ahead of them. */
    private record Chunk(byte[] bytes, long number, long due) implements Delayed {
        Chunk next(byte[] following, long delay) {
            long time = System.nanoTime() + delay;
            return new Chunk(following, number + 1, time - due > 0 ? time : due);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(number, ((Chunk) other).number);
        }
    }
}
