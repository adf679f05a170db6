package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TickTest {
    private static final long PATIENCE_MILLIS = 60_000;

    @Test
    void aTickThatComesWhileOneRunsIsLeftOut() {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Tick> self = new AtomicReference<>();
        Tick tick = new Tick(() -> {
            runs.incrementAndGet();
            self.get().run();
        });
        self.set(tick);

        tick.run();
        tick.run();

        assertEquals(2, runs.get());
    }

    @Test
    void aStoppedTickRunsNothingAndHoldsNothing() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        AtomicInteger runs = new AtomicInteger();
        Counter counter = new Counter(runs);
        Reference<Object> watched = new PhantomReference<>(counter, collected);
        Tick tick = new Tick(counter);
        counter = null;

        tick.run();
        tick.stop();
        tick.run();

        assertEquals(1, runs.get());
        System.gc();
        assertNotNull(collected.remove(PATIENCE_MILLIS), "held after it was stopped");
        Reference.reachabilityFence(tick);
        Reference.reachabilityFence(watched);
    }

    /** Not a lambda, which the JVM might keep. */
    private static final class Counter implements Runnable {
        private final AtomicInteger runs;

        Counter(AtomicInteger runs) {
            this.runs = runs;
        }

        @Override
        public void run() {
            runs.incrementAndGet();
        }
    }
}
