package io.meshws.internal.endpoint;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The input of one connection of Tyrus 2.1, which reads as long as there is anything. Nothing is read before {@link #begin}. While
 * it's paused, Tyrus is told that there is nothing, and the container isn't asked, so that it doesn't tell Tyrus more than once. Then
 * workers read on, until the container has nothing and will tell Tyrus itself again.
 */
final class DeferredInput extends ServletInputStream implements Receiving {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");

    /** After this, other tasks of the workers have a turn. */
    private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();

    private final ServletInputStream input;
    private ReadListener listener;
    private volatile Executor workers;
    private volatile boolean paused;
    /** Whether there may be something to read of which Tyrus wasn't told. */
    private boolean kept;
    /** Until when a worker reads; 0 on the container's threads. One thread at a time reads. */
    private volatile long turnEnds;

    DeferredInput(ServletInputStream input) {
        this.input = input;
    }

    /** From now on Tyrus may read. */
    void begin() {
        if (listener != null) {
            input.setReadListener(listener);
        }
    }

    /** @param executor reads what waits when it's no longer paused */
    DeferredInput resumingOn(Executor executor) {
        workers = executor;
        return this;
    }

    @Override
    public void setReadListener(ReadListener newListener) {
        listener = newListener;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        boolean more;
        synchronized (this) {
            paused = false;
            more = kept;
            kept = false;
        }
        if (more) {
            workers.execute(this::readOn);
        }
    }

    private void readOn() {
        turnEnds = System.nanoTime() + TURN_NANOS | 1;
        try {
            if (isReady()) {
                listener.onDataAvailable();
            }
        } catch (Throwable e) {
            // As the container does. Otherwise nobody would read again.
            LOG.log(System.Logger.Level.DEBUG, "Cannot read on from a client", e);
            listener.onError(e);
        }
    }

    /** If it is, Tyrus reads on; if not, the container or a worker will say when. */
    @Override
    public boolean isReady() {
        if (isKept()) {
            return false;
        }
        long ends = turnEnds;
        if (ends == 0) {
            return input.isReady();
        }
        if (System.nanoTime() - ends > 0) {
            workers.execute(this::readOn);
            return false;
        }
        // Before the container is asked, whose thread may come at once if it has nothing now.
        turnEnds = 0;
        boolean ready = input.isReady();
        if (ready) {
            turnEnds = ends;
        }
        return ready;
    }

    private boolean isKept() {
        if (!paused) {
            return false;
        }
        synchronized (this) {
            kept = paused;
            return kept;
        }
    }

    @Override
    public boolean isFinished() {
        return input.isFinished();
    }

    @Override
    public int available() throws IOException {
        return input.available();
    }

    @Override
    public int read() throws IOException {
        return input.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        return input.read(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
