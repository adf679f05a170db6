package io.meshws.internal.record;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Ids of this instance's writes and transactions, which no instance has ever used. Thread-safe. */
final class WriteIds implements Supplier<String> {
    private final String instanceId;
    private final AtomicLong last = new AtomicLong();

    WriteIds(String instanceId) {
        this.instanceId = instanceId;
    }

    @Override
    public String get() {
        return instanceId + "." + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
