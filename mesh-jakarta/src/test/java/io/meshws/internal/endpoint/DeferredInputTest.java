package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Plays the container, which tells its listener of data once, and again when it was asked and had none, and Tyrus. */
class DeferredInputTest {
    private final Queue<Character> data = new ArrayDeque<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final StringBuilder read = new StringBuilder();

    private ReadListener listener;
    private boolean tellsOfData;
    private boolean pausesAfterNext;
    private boolean endless;
    private boolean fails;

    private final DeferredInput input = new DeferredInput(new ServletInputStream() {
                @Override
                public boolean isFinished() {
                    return false;
                }

                @Override
                public boolean isReady() {
                    tellsOfData = data.isEmpty();
                    return !tellsOfData;
                }

                @Override
                public void setReadListener(ReadListener newListener) {
                    listener = newListener;
                    isReady();
                }

                @Override
                public int read() {
                    return data.remove();
                }
            })
            .resumingOn(workers::add);

    private void begin() {
        input.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                // Like Tyrus, before it asks.
                do {
                    if (fails) {
                        throw new StackOverflowError("on purpose");
                    }
                    if (endless) {
                        data.add('x');
                    }
                    read.append((char) input.read());
                    if (pausesAfterNext) {
                        pausesAfterNext = false;
                        input.pause();
                    }
                } while (input.isReady());
            }

            @Override
            public void onAllDataRead() {
                read.append('|');
            }

            @Override
            public void onError(Throwable failure) {
                read.append('!');
            }
        });
        input.begin();
    }

    private void comes(String text) throws IOException {
        text.chars().forEach(c -> data.add((char) c));
        if (tellsOfData) {
            tellsOfData = false;
            listener.onDataAvailable();
        }
    }

    /** A pause begins after the first character of this. */
    private void beginAndPauseIn(String text) throws IOException {
        begin();
        pausesAfterNext = true;
        comes(text);
    }

    private void resumeAndWork() {
        input.resume();
        work();
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    @Test
    void readsAsItComes() throws IOException {
        begin();
        comes("ab");
        comes("c");
        assertEquals("abc", read.toString());
    }

    @Test
    void whatComesDuringAPauseIsReadAfterIt() throws IOException {
        begin();
        input.pause();
        comes("ab");
        comes("c");
        work();
        assertEquals("a", read.toString(), "Tyrus reads before it asks");
        resumeAndWork();
        assertEquals("abc", read.toString());
        comes("d");
        assertEquals("abcd", read.toString());
    }

    @Test
    void aPauseWhileTyrusReadsLeavesTheRest() throws IOException {
        beginAndPauseIn("abc");
        assertEquals("a", read.toString());
        resumeAndWork();
        assertEquals("abc", read.toString());
    }

    @Test
    void afterAPauseInWhichNothingCameTheContainerTellsTyrus() throws IOException {
        beginAndPauseIn("a");
        resumeAndWork();
        comes("b");
        input.pause();
        input.resume();
        assertTrue(workers.isEmpty());
        comes("c");
        assertEquals("abc", read.toString());
    }

    @Test
    void aPauseThatBeginsAgainBeforeAWorkerComesHolds() throws IOException {
        beginAndPauseIn("ab");
        input.resume();
        input.pause();
        work();
        assertEquals("a", read.toString());
        resumeAndWork();
        assertEquals("ab", read.toString());
    }

    @Test
    void aWorkerThatReadsForLongLetsOthersHaveATurn() throws IOException {
        beginAndPauseIn("ab");
        endless = true;
        input.resume();
        workers.remove().run();
        assertEquals(1, workers.size());
        endless = false;
        work();
        assertTrue(data.isEmpty());
        comes("c");
        assertTrue(read.toString().endsWith("c"));
    }

    @Test
    void aFailureOfAWorkerEndsTheConnectionAsOneOfTheContainersThreadsDoes() throws IOException {
        beginAndPauseIn("ab");
        fails = true;
        resumeAndWork();
        assertEquals("a!", read.toString());
    }
}
