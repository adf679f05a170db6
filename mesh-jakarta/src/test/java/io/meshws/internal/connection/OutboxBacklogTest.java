package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshProperty;
import io.meshws.testing.ManualClock;
import io.meshws.testing.ManualTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxBacklogTest {
    private static final int MAX = 1000;

    private final ManualClock clock = new ManualClock();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final OutboxBacklog backlog = new OutboxBacklog(MAX, clock, outboxes::stream);

    private Outbox outbox(String name, ManualTransport transport) {
        Outbox outbox = new Outbox(
                transport,
                new OutboxLimits(100, 1_000_000, Duration.ofMinutes(1).toNanos()),
                backlog,
                clock,
                new Pulse(),
                new OutboxTrouble() {
                    @Override
                    public void overflowed(MeshProperty<?> limit, String why) {
                        closed.add(name);
                    }

                    @Override
                    public void broken(Throwable failure) {
                        closed.add(name + " " + failure.getMessage());
                    }
                });
        outboxes.add(outbox);
        return outbox;
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    @Test
    void theLongestGoUntilTheRestIsBearable() {
        outbox("short", new ManualTransport().hold()).add(text(300));
        outbox("longest", new ManualTransport().hold()).add(text(500));
        outbox("long", new ManualTransport().hold()).add(text(400));
        clock.advance(OutboxBacklog.STUCK);

        backlog.check();

        assertEquals(List.of("longest"), closed);
        assertEquals(700, backlog.size());
    }

    @Test
    void aBurstHarmsNobodyUntilAMomentHasPassed() {
        for (int i = 0; i < 10; i++) {
            outbox("burst", new ManualTransport().hold()).add(text(200));
        }
        backlog.check();
        assertEquals(List.of(), closed);

        clock.advance(OutboxBacklog.STUCK);
        backlog.check();
        assertEquals(5, closed.size());
    }

    @Test
    void aClientThatReadsStaysHoweverMuchWaitsForIt() {
        ManualTransport read = new ManualTransport().hold();
        Outbox reading = outbox("reading", read);
        reading.add(text(500));
        reading.add(text(400));
        outbox("deaf", new ManualTransport().hold()).add(text(300));
        clock.advance(OutboxBacklog.STUCK);
        read.release();
        reading.add(text(500));

        backlog.check();

        assertEquals(List.of("deaf"), closed);
        assertTrue(reading.add("more"));
    }

    @Test
    void aLongFrameIsNoticedWithoutATick() {
        outbox("deaf", new ManualTransport().hold()).add(text(100));
        clock.advance(OutboxBacklog.STUCK);

        outbox("other", new ManualTransport().hold()).add(text(1 << 16));

        assertEquals(List.of("deaf"), closed);
    }

    @Test
    void aFrameCountsFromItsAdditionToItsEndAndNotAfterTheClose() {
        ManualTransport transport = new ManualTransport().hold();
        Outbox outbox = outbox("one", transport);
        outbox.add(text(10));
        outbox.add(text(20));
        assertEquals(30, backlog.size());
        transport.release();
        assertEquals(20, backlog.size());

        outbox.add(text(40));
        outbox.close();
        assertEquals(0, backlog.size());
        transport.release();
        outbox.add(text(80));
        assertEquals(0, backlog.size());

        ManualTransport failing = new ManualTransport().hold();
        Outbox broken = outbox("two", failing);
        broken.add(text(10));
        broken.add(text(20));
        failing.release(new IOException("gone"));
        assertEquals(List.of("two gone"), closed);
        assertEquals(0, backlog.size());
    }

    @Test
    void nothingIsLeftOfOutboxesThatAreClosedWhileFramesAreAddedAndSent() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            ManualTransport transport = new ManualTransport().hold();
            Outbox outbox = outbox("raced", transport);
            List<Runnable> racing =
                    List.of(() -> outbox.add(text(10)), () -> outbox.add(text(10)), transport::release, outbox::close);
            CountDownLatch begin = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(racing.size());
            racing.forEach(action -> new Thread(() -> {
                        try {
                            begin.await();
                            action.run();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        } finally {
                            done.countDown();
                        }
                    })
                    .start());
            begin.countDown();
            assertTrue(done.await(2, TimeUnit.MINUTES));
            assertEquals(0, backlog.size());
        }
    }
}
