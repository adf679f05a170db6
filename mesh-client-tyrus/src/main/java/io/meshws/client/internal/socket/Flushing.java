package io.meshws.client.internal.socket;

import io.meshws.client.internal.runtime.Timers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/**
 * The writer that Tyrus gets, with a way to wait for the end of its writes. Tyrus loses sight of a message that comes just while its last
 * write ends, until the next write. No write follows a close frame, so an empty one does. Thread-safe.
 */
final class Flushing extends Writer {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    /** Then the connection is dead. */
    private static final int MAX_REMINDERS = 20;

    private final Writer writer;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Runnable written = () -> {};

    Flushing(Writer writer) {
        this.writer = writer;
    }

    @Override
    public void write(ByteBuffer data, CompletionHandler<ByteBuffer> handler) {
        underWay.incrementAndGet();
        try {
            writer.write(data, new Counted(handler));
        } catch (RuntimeException | Error e) {
            ended();
            throw e;
        }
    }

    /** Nothing more is to be written. Runs a task, several times perhaps, when all is written or has failed. */
    void flush(Timers timers, Runnable task) {
        written = task;
        if (underWay.get() == 0) {
            task.run();
        } else {
            timers.after(PATIENCE, () -> remind(timers, MAX_REMINDERS));
        }
    }

    private void remind(Timers timers, int left) {
        if (underWay.get() > 0 && left > 0) {
            writer.write(ByteBuffer.allocate(0), new CompletionHandler<>() {});
            timers.after(PATIENCE, () -> remind(timers, left - 1));
        }
    }

    private void ended() {
        if (underWay.decrementAndGet() == 0) {
            written.run();
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** Hands on how a write ended. */
    private final class Counted extends CompletionHandler<ByteBuffer> {
        private final CompletionHandler<ByteBuffer> handler;

        Counted(CompletionHandler<ByteBuffer> handler) {
            this.handler = handler;
        }

        @Override
        public void completed(ByteBuffer data) {
            handler.completed(data);
            ended();
        }

        @Override
        public void updated(ByteBuffer data) {
            handler.updated(data);
        }

        @Override
        public void failed(Throwable failure) {
            handler.failed(failure);
            ended();
        }

        @Override
        public void cancelled() {
            handler.cancelled();
            ended();
        }
    }
}
