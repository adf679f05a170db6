package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeferredFlushTest {
    private final StringBuilder done = new StringBuilder();
    private final DeferredFlush output = new DeferredFlush(new ServletOutputStream() {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            done.append('L');
        }

        @Override
        public void write(int value) {
            done.append((char) value);
        }

        @Override
        public void flush() {
            done.append('|');
        }

        @Override
        public void close() {
            done.append('X');
        }
    });

    private void frame(String text) {
        try {
            output.write(text.getBytes(StandardCharsets.UTF_8));
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void framesBeforeTheLastOneAreFlushedWithIt() {
        frame("a");
        output.ahead(() -> frame("b"));
        output.ahead(() -> frame("c"));
        frame("d");
        frame("e");
        assertEquals("a|bcd|e|", done.toString());
    }

    @Test
    void anotherThreadFlushesAtOnce() {
        output.ahead(() -> {
            Thread other = new Thread(() -> frame("pong"));
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            frame("b");
        });
        frame("c");
        assertEquals("pong|bc|", done.toString());
    }

    @Test
    void aFailedSendDoesNotDeferTheNextOne() {
        try {
            output.ahead(() -> {
                throw new IllegalStateException("Played by a test");
            });
        } catch (IllegalStateException e) {
            frame("a");
        }
        assertEquals("a|", done.toString());
    }

    @Test
    void everythingElsePassesThrough() throws IOException {
        assertEquals(true, output.isReady());
        output.setWriteListener(null);
        output.write('a');
        output.close();
        assertEquals("LaX", done.toString());
    }
}
