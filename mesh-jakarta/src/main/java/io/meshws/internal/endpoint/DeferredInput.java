package io.meshws.internal.endpoint;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * The input of one connection of Tyrus 2.1, which reads as soon as there is anything. Nothing is read before {@link #begin}, nor
 * while it's paused: then the container isn't asked, and what it says is kept.
 */
final class DeferredInput extends ServletInputStream implements ReadListener, Receiving {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.endpoint");

    private final ServletInputStream input;
    private ReadListener listener;
    private volatile Executor workers;
    private volatile boolean paused;
    /** Whether there may be something to read of which Tyrus wasn't told. */
    private boolean kept;

    DeferredInput(ServletInputStream input) {
        this.input = input;
    }

    /** From now on Tyrus may read. */
    void begin() {
        if (listener != null) {
            input.setReadListener(this);
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

    /** The container tells Tyrus itself if there is nothing now. */
    private void readOn() {
        try {
            if (isReady()) {
                listener.onDataAvailable();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot read on from a client", e);
        }
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

    /** If it is, Tyrus reads on; if not, the container will say when. */
    @Override
    public boolean isReady() {
        return !isKept() && input.isReady();
    }

    @Override
    public void onDataAvailable() throws IOException {
        if (!isKept()) {
            listener.onDataAvailable();
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        listener.onAllDataRead();
    }

    @Override
    public void onError(Throwable failure) {
        listener.onError(failure);
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
