package io.meshws.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock like {@link System#nanoTime} that only the test moves. */
public final class ManualClock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
