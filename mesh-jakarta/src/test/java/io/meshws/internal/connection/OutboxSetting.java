package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshProperty;
import io.meshws.testing.ManualClock;
import io.meshws.testing.ManualTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Outboxes in front of a container in the hands of the test, and their trouble. */
abstract class OutboxSetting {
    private static final int SENDERS = 4;
    private static final int EACH = 2_000;
    /** How many frames {@link #addFromMany} adds. */
    static final int SENT_FROM_MANY = SENDERS * EACH;

    final ManualTransport transport = new ManualTransport();
    final ManualClock clock = new ManualClock();
    final Pulse pulse = new Pulse();
    final List<String> trouble = new ArrayList<>();

    final Outbox outbox(int maxMessages, int maxSize) {
        return outbox(transport, maxMessages, maxSize);
    }

    final Outbox outbox(Transport way, int maxMessages, int maxSize) {
        return new Outbox(
                way,
                new OutboxLimits(maxMessages, maxSize, Duration.ofSeconds(10).toNanos()),
                new OutboxBacklog(Long.MAX_VALUE, clock, Stream::empty),
                clock,
                pulse,
                new OutboxTrouble() {
                    @Override
                    public void overflowed(MeshProperty<?> limit, String why) {
                        trouble.add(limit.toString());
                    }

                    @Override
                    public void broken(Throwable failure) {
                        trouble.add("broken");
                    }
                });
    }

    /** Several threads add numbered frames at the same time, with this; returns when they have. */
    static void addFromMany(Consumer<String> add) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(SENDERS);
        for (int t = 0; t < SENDERS; t++) {
            int sender = t;
            new Thread(() -> {
                        for (int i = 0; i < EACH; i++) {
                            add.accept(sender + ":" + i);
                        }
                        done.countDown();
                    })
                    .start();
        }
        assertTrue(done.await(2, TimeUnit.MINUTES));
    }

    /** All frames of {@link #addFromMany} were sent, those of each thread in order. */
    final void assertSentFromMany() {
        List<String> sent = transport.sent();
        assertEquals(SENT_FROM_MANY, sent.size());
        for (int t = 0; t < SENDERS; t++) {
            String prefix = t + ":";
            List<String> expected =
                    IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList();
            assertEquals(
                    expected, sent.stream().filter(f -> f.startsWith(prefix)).toList());
        }
    }
}
