package io.meshws.internal.limit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.ManualClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int MANY = Pace.MAX_UNDER_WAY;

    private final ManualClock clock = new ManualClock();
    private final Pace pace = new Pace(Runnable::run, clock);
    private final Pace.Line line = pace.newLine();
    private final Pace.Line other = pace.newLine();

    private static CompletableFuture<Void> write(Pace.Line line, long number) {
        return line.fits(number).toCompletableFuture();
    }

    private void tickAfterPatience() {
        clock.advance(Pace.PATIENCE.plusSeconds(1));
        pace.tick(clock.getAsLong());
    }

    @Test
    void nobodyWaitsForFewClients() {
        line.reached(0, 1);
        assertTrue(LongStream.rangeClosed(1, MANY)
                .mapToObj(number -> write(line, number))
                .allMatch(CompletableFuture::isDone));
        assertFalse(write(line, MANY + 1).isDone());
    }

    @Test
    void oneMessageIsUnderWayToAnyNumberOfClients() {
        line.reached(0, 10 * MANY);
        assertTrue(write(line, 1).isDone());
        CompletableFuture<Void> second = write(line, 2);
        CompletableFuture<Void> third = write(line, 3);
        assertFalse(second.isDone());
        line.reached(1, 10 * MANY);
        assertTrue(second.isDone());
        assertFalse(third.isDone());
    }

    @Test
    void allChannelsAndRecordsShareTheRoom() {
        line.reached(0, MANY);
        other.reached(0, MANY);
        assertTrue(write(line, 1).isDone());
        CompletableFuture<Void> waiting = write(other, 1);
        assertFalse(waiting.isDone());
        line.reached(1, MANY);
        assertTrue(waiting.isDone());
        assertFalse(write(line, 2).isDone());
    }

    @Test
    void aDeliveredChangeHoldsUpNobody() {
        line.reached(0, MANY);
        write(line, 1);
        CompletableFuture<Void> second = write(line, 2);
        CompletableFuture<Void> last = write(line, 4);
        line.reached(3, MANY);
        assertTrue(write(line, 3).isDone());
        assertTrue(second.isDone());
        assertTrue(last.isDone());
        assertFalse(write(line, 5).isDone());
    }

    @Test
    void writersComeInTheirOrder() {
        line.reached(0, MANY);
        other.reached(0, 1);
        write(line, 1);
        CompletableFuture<Void> large = write(line, 2);
        CompletableFuture<Void> small = write(other, 1);
        assertFalse(small.isDone());
        line.reached(1, MANY);
        assertTrue(large.isDone());
        assertFalse(small.isDone());
        line.reached(2, MANY);
        assertTrue(small.isDone());
    }

    @Test
    void nothingIsKnownBeforeTheFirstDeliveryAndAfterAnInterruption() {
        assertTrue(write(line, 1).isDone());
        assertTrue(write(line, 2).isDone());
        line.reached(2, MANY);
        write(line, 3);
        List<CompletableFuture<Void>> waiting = List.of(write(line, 4), write(line, 5));
        line.interrupted();
        assertTrue(waiting.stream().allMatch(CompletableFuture::isDone));
        assertTrue(write(line, 6).isDone());
    }

    @Test
    void aChannelWithoutClientsHereWaitsForNobody() {
        line.reached(0, MANY);
        other.reached(0, 0);
        write(line, 1);
        assertTrue(write(other, 1).isDone());
    }

    @Test
    void aLostChangeHoldsUpNobodyForLong() {
        line.reached(0, MANY);
        write(line, 1);
        CompletableFuture<Void> waiting = write(line, 2);
        pace.tick(clock.getAsLong());
        assertFalse(waiting.isDone());
        tickAfterPatience();
        assertTrue(waiting.isDone());
        assertTrue(write(line, 3).isDone());
        line.reached(3, MANY);
        assertTrue(write(line, 4).isDone());
        assertFalse(write(line, 5).isDone());
    }
}
