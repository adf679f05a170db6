package io.meshws.internal.endpoint;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * The output of one connection of Tyrus 2.1, which flushes after each frame. Frames that are sent together stay in the
 * container's buffer until the last one, and reach the network by one call. The container and Tyrus say which thread may write;
 * this class adds nothing to that.
 */
final class DeferredFlush extends ServletOutputStream {
    private final ServletOutputStream output;
    /** The thread whose frame is followed by another one. */
    private volatile Thread deferring;

    DeferredFlush(ServletOutputStream output) {
        this.output = output;
    }

    /** Runs a send after which this thread begins another one. */
    void ahead(Runnable send) {
        deferring = Thread.currentThread();
        try {
            send.run();
        } finally {
            deferring = null;
        }
    }

    @Override
    public void flush() throws IOException {
        if (deferring != Thread.currentThread()) {
            output.flush();
        }
    }

    @Override
    public void write(int value) throws IOException {
        output.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        output.write(bytes, from, length);
    }

    @Override
    public boolean isReady() {
        return output.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        output.setWriteListener(listener);
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
