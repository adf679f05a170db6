package io.meshws.client.internal.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.ManualTimers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.junit.jupiter.api.Test;

class FlushingTest {
    private static final Duration SOON = Duration.ofMillis(200);

    private final ManualTimers timers = new ManualTimers();
    private final List<Integer> lengths = new ArrayList<>();
    private final ArrayDeque<Runnable> overlooked = new ArrayDeque<>();
    private boolean broken;
    private int flushed;

    /** Overlooks each write until the next. */
    private final Flushing writer = new Flushing(new Writer() {
        @Override
        public void write(ByteBuffer data, CompletionHandler<ByteBuffer> handler) {
            lengths.add(data.remaining());
            while (!overlooked.isEmpty()) {
                overlooked.poll().run();
            }
            overlooked.add(() -> {
                if (broken) {
                    handler.failed(new java.io.IOException("meant to fail"));
                } else {
                    handler.completed(data);
                }
            });
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    });

    private void write(int length) {
        writer.write(ByteBuffer.allocate(length), new CompletionHandler<>() {});
    }

    private void flush() {
        writer.flush(timers, () -> flushed++);
    }

    @Test
    void messagesThatTyrusOverlookedAreWritten() {
        write(5);
        flush();
        assertEquals(0, flushed);
        timers.advance(SOON);
        assertEquals(List.of(5, 0), lengths, "an empty write, which nobody receives");
        assertEquals(1, flushed);
        assertEquals(0, timers.waiting());
    }

    @Test
    void nothingIsWaitedForIfAllIsWritten() {
        write(5);
        overlooked.poll().run();
        flush();
        assertEquals(1, flushed);
        assertEquals(0, timers.waiting());
    }

    @Test
    void aWriteThatFailsIsOverToo() {
        broken = true;
        write(5);
        flush();
        timers.advance(SOON);
        assertEquals(1, flushed);
    }
}
