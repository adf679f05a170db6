package io.meshws.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.ManualTransport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Frames that many clients get, and the lane that sends them. */
class LaneTest extends OutboxSetting {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Lane lane = new Lane(tasks::add);

    private Outbox outbox() {
        transport.lane(lane);
        return outbox(100, 1000);
    }

    private void turn() {
        tasks.remove().run();
    }

    @Test
    void whatComesBeforeItsTurnGoesOutTogether() {
        Outbox outbox = outbox();
        outbox.addInLane("a");
        outbox.addInLane("b");
        outbox.addInLane("c");
        assertEquals(List.of(), transport.sent());
        assertEquals(1, tasks.size());

        turn();
        assertEquals(List.of("a", "b", "c"), transport.sent());
        assertEquals(List.of("a", "b"), transport.ahead());
        assertEquals(0, tasks.size());
    }

    @Test
    void aFrameForOneClientTakesTheWaitingOnesAlongInOrder() {
        Outbox outbox = outbox();
        outbox.addInLane("a");
        outbox.add("reply");
        assertEquals(List.of("a", "reply"), transport.sent());
        turn();
        outbox.addInLane("b");
        turn();
        assertEquals(List.of("a", "reply", "b"), transport.sent());
    }

    @Test
    void aThreadThatGetsAheadSendsItself() {
        Outbox outbox = outbox();
        IntStream.range(0, 8).forEach(i -> outbox.addInLane("" + i));
        assertEquals(List.of(), transport.sent());
        outbox.addInLane("8");
        assertEquals(IntStream.range(0, 9).mapToObj(i -> "" + i).toList(), transport.sent());
    }

    @Test
    void withoutALaneFramesAreSentAtOnce() {
        Outbox outbox = outbox(100, 1000);
        outbox.addInLane("a");
        assertEquals(List.of("a"), transport.sent());
        assertEquals(List.of(), transport.ahead());
    }

    @Test
    void aClosedOutboxSendsNothingInItsTurn() {
        Outbox outbox = outbox();
        outbox.addInLane("a");
        outbox.close();
        turn();
        assertEquals(List.of(), transport.sent());
    }

    @Test
    void waitingFramesAreSentBeforeItCloses() {
        Outbox outbox = outbox();
        outbox.addInLane("a");
        List<String> sentBefore = new ArrayList<>();
        outbox.closeWhenSent(() -> sentBefore.addAll(transport.sent()));
        assertEquals(List.of("a"), sentBefore);
    }

    @Test
    void oneTaskServesAllThatWait() {
        Outbox first = outbox();
        ManualTransport other = new ManualTransport().lane(lane);
        Outbox second = outbox(other, 100, 1000);
        first.addInLane("a");
        second.addInLane("b");
        assertEquals(1, tasks.size());
        turn();
        assertEquals(List.of("a"), transport.sent());
        assertEquals(List.of("b"), other.sent());
        second.addInLane("c");
        turn();
        assertEquals(List.of("b", "c"), other.sent());
    }

    @Test
    void whatComesDuringATurnGetsAnotherOne() {
        List<String> order = new ArrayList<>();
        lane.add(() -> {
            order.add("first");
            lane.add(() -> order.add("third"));
        });
        lane.add(() -> order.add("second"));
        turn();
        assertEquals(List.of("first", "second"), order);
        turn();
        assertEquals(List.of("first", "second", "third"), order);
    }

    @Test
    void oneThatFailsDoesNotKeepOthersFromSending() {
        List<String> sent = new ArrayList<>();
        lane.add(() -> {
            throw new OutOfMemoryError("Played by a test");
        });
        lane.add(() -> sent.add("a"));
        turn();
        lane.add(() -> sent.add("b"));
        turn();
        assertEquals(List.of("a", "b"), sent);
    }

    @Test
    void withoutAThreadTheCallerSends() {
        Lane ending = new Lane(task -> {
            throw new RejectedExecutionException("Played by a test");
        });
        transport.lane(ending);
        Outbox outbox = outbox(100, 1000);
        outbox.addInLane("a");
        outbox.addInLane("b");
        assertEquals(List.of("a", "b"), transport.sent());
    }

    @Test
    void withoutAThreadTheCallerSendsWhateverComesMeanwhile() {
        Lane ending = new Lane(task -> {
            throw new RejectedExecutionException("Played by a test");
        });
        AtomicInteger left = new AtomicInteger(100_000);
        ending.add(new Runnable() {
            @Override
            public void run() {
                if (left.decrementAndGet() > 0) {
                    ending.add(this);
                }
            }
        });
        assertEquals(0, left.get());
    }

    @Test
    void goesOnAfterAnErrorOfTheThreadThatAdds() {
        AtomicInteger calls = new AtomicInteger();
        transport.lane(new Lane(task -> {
            if (calls.getAndIncrement() == 0) {
                throw new StackOverflowError("Played by a test");
            }
            tasks.add(task);
        }));
        Outbox outbox = outbox(100, 1000);
        assertThrows(StackOverflowError.class, () -> outbox.addInLane("a"));
        outbox.addInLane("b");
        turn();
        assertEquals(List.of("a", "b"), transport.sent());
    }

    @Test
    void nothingIsLostAmongManyThreads() throws InterruptedException {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try {
            transport.lane(new Lane(sender));
            Outbox outbox = outbox(1_000_000, 100_000_000);
            addFromMany(outbox::addInLane);
            sender.shutdown();
            assertTrue(sender.awaitTermination(1, TimeUnit.MINUTES));
            assertSentFromMany();
            assertEquals(0, outbox.waiting());
        } finally {
            sender.shutdownNow();
        }
    }

    @Test
    void eachThreadOfAContainerHasOneLaneAndClientsOfOthersShareAFew() {
        Lanes lanes = new Lanes(2, Thread::new);
        Executor thread = tasks::add;
        Executor other = Runnable::run;
        assertSame(lanes.of(thread), lanes.of(thread));
        assertNotSame(lanes.of(thread), lanes.of(other));
        assertEquals(2, Stream.generate(lanes::own).limit(10).distinct().count());
        lanes.close();
        List<String> sent = new ArrayList<>();
        lanes.own().add(() -> sent.add("after the end"));
        assertEquals(List.of("after the end"), sent);
    }
}
