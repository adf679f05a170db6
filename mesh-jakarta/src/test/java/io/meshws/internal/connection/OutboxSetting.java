package io.meshws.internal.connection;

import io.meshws.MeshProperty;
import io.meshws.testing.ManualClock;
import io.meshws.testing.ManualTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Outboxes in front of a container in the hands of the test, and their trouble. */
abstract class OutboxSetting {
    final ManualTransport transport = new ManualTransport();
    final ManualClock clock = new ManualClock();
    final List<String> trouble = new ArrayList<>();

    final Outbox outbox(int maxMessages, int maxSize) {
        return outbox(transport, maxMessages, maxSize);
    }

    final Outbox outbox(Transport way, int maxMessages, int maxSize) {
        return new Outbox(
                way,
                new Outbox.Limits(maxMessages, maxSize, Duration.ofSeconds(10).toNanos()),
                new OutboxBacklog(Long.MAX_VALUE, clock, Stream::empty),
                clock,
                new Outbox.Trouble() {
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
}
