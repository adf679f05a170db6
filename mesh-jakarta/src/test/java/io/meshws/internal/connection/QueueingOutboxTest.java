package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An outbox in front of a container that queues. */
class QueueingOutboxTest extends OutboxSetting {
    @BeforeEach
    void queue() {
        transport.hold().queue();
    }

    private Outbox outbox(int maxSize) {
        return outbox(100, maxSize);
    }

    @Test
    void handsSomeFramesToAContainerThatQueues() {
        Outbox outbox = outbox(1000);
        IntStream.range(0, 50).forEach(i -> outbox.add("" + i));
        assertEquals(16, transport.mostAtOnce());
        assertEquals(50, outbox.waiting());

        transport.release(50);
        assertEquals(IntStream.range(0, 50).mapToObj(i -> "" + i).toList(), transport.sent());
        assertEquals(16, transport.mostAtOnce());
        assertEquals(0, outbox.waiting());
        assertEquals(0, outbox.size());
    }

    @Test
    void handsOneLongFrameAtATimeToAContainerThatQueues() {
        Outbox outbox = outbox(1_000_000);
        String longFrame = "x".repeat(100_000);
        outbox.add(longFrame);
        outbox.add(longFrame);
        outbox.add("y");
        assertEquals(List.of(longFrame), transport.sent());
        transport.release(3);
        assertEquals(List.of(longFrame, longFrame, "y"), transport.sent());
        assertEquals(1, transport.mostAtOnce());
    }

    @Test
    void ageOfAQueuedFrameBeginsWhenItIsTheFirst() {
        Outbox outbox = outbox(1000);
        outbox.add("a");
        outbox.add("b");
        pass(outbox, Duration.ofSeconds(9));
        transport.release();
        pass(outbox, Duration.ofSeconds(9));
        assertEquals(List.of(), trouble);
        pass(outbox, Duration.ofSeconds(2));
        assertEquals(List.of("mesh.outbox.max-age"), trouble);
    }

    private void pass(Outbox outbox, Duration time) {
        clock.advance(time);
        outbox.checkAge(time.toNanos());
    }

    @Test
    void closesWhenAllQueuedFramesAreSent() {
        Outbox outbox = outbox(1000);
        outbox.add("a");
        outbox.add("b");
        List<String> closed = new ArrayList<>();
        outbox.closeWhenSent(() -> closed.add("now"));
        transport.release();
        assertEquals(List.of(), closed);
        transport.release();
        assertEquals(List.of("now"), closed);
    }

    @Test
    void sendsNothingAfterAQueuedFrameThatFailed() {
        Outbox outbox = outbox(1000);
        IntStream.range(0, 20).forEach(i -> outbox.add("" + i));
        transport.release(new IOException("gone"));
        transport.release(20);
        assertEquals(List.of("broken"), trouble);
        assertEquals(16, transport.sent().size());
    }
}
