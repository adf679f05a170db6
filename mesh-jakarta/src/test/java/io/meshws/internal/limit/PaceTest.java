package io.meshws.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.testing.ManualClock;
import io.meshws.testing.Paces;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int MANY = Pace.MAX_UNDER_WAY;

    private final ManualClock clock = new ManualClock();
    private final Pace pace = Paces.alone(clock);
    private final Pace.Deliveries deliveries = pace.newDeliveries();
    private final Pace.Deliveries other = pace.newDeliveries();

    private static CompletableFuture<Void> write(Pace.Deliveries deliveries, long number) {
        return deliveries.fits(number).toCompletableFuture();
    }

    private void tickAfterPatience() {
        clock.advance(Pace.PATIENCE.plusSeconds(1));
        pace.tick(clock.getAsLong());
    }

    @Test
    void nobodyWaitsForFewClients() {
        deliveries.reached(0, 1);
        assertTrue(LongStream.rangeClosed(1, MANY)
                .mapToObj(number -> write(deliveries, number))
                .allMatch(CompletableFuture::isDone));
        assertFalse(write(deliveries, MANY + 1).isDone());
    }

    @Test
    void oneMessageIsUnderWayToAnyNumberOfClients() {
        deliveries.reached(0, 10 * MANY);
        assertTrue(write(deliveries, 1).isDone());
        CompletableFuture<Void> second = write(deliveries, 2);
        CompletableFuture<Void> third = write(deliveries, 3);
        assertFalse(second.isDone());
        deliveries.reached(1, 10 * MANY);
        assertTrue(second.isDone());
        assertFalse(third.isDone());
    }

    @Test
    void allChannelsAndRecordsShareTheRoom() {
        deliveries.reached(0, MANY);
        other.reached(0, MANY);
        assertTrue(write(deliveries, 1).isDone());
        CompletableFuture<Void> waiting = write(other, 1);
        assertFalse(waiting.isDone());
        deliveries.reached(1, MANY);
        assertTrue(waiting.isDone());
        assertFalse(write(deliveries, 2).isDone());
    }

    @Test
    void aDeliveredChangeHoldsUpNobody() {
        deliveries.reached(0, MANY);
        write(deliveries, 1);
        CompletableFuture<Void> second = write(deliveries, 2);
        CompletableFuture<Void> last = write(deliveries, 4);
        deliveries.reached(3, MANY);
        assertTrue(write(deliveries, 3).isDone());
        assertTrue(second.isDone());
        assertTrue(last.isDone());
        assertFalse(write(deliveries, 5).isDone());
    }

    @Test
    void writersComeInTheirOrder() {
        deliveries.reached(0, MANY);
        other.reached(0, 1);
        write(deliveries, 1);
        CompletableFuture<Void> large = write(deliveries, 2);
        CompletableFuture<Void> small = write(other, 1);
        assertFalse(small.isDone());
        deliveries.reached(1, MANY);
        assertTrue(large.isDone());
        assertFalse(small.isDone());
        deliveries.reached(2, MANY);
        assertTrue(small.isDone());
    }

    @Test
    void nothingIsKnownBeforeTheFirstDeliveryAndAfterAnInterruption() {
        assertTrue(write(deliveries, 1).isDone());
        assertTrue(write(deliveries, 2).isDone());
        deliveries.reached(2, MANY);
        write(deliveries, 3);
        List<CompletableFuture<Void>> waiting = List.of(write(deliveries, 4), write(deliveries, 5));
        deliveries.interrupted();
        assertTrue(waiting.stream().allMatch(CompletableFuture::isDone));
        assertTrue(write(deliveries, 6).isDone());
    }

    @Test
    void aChannelWithoutClientsHereWaitsForNobody() {
        deliveries.reached(0, MANY);
        other.reached(0, 0);
        write(deliveries, 1);
        assertTrue(write(other, 1).isDone());
    }

    @Test
    void aLostChangeHoldsUpNobodyForLong() {
        deliveries.reached(0, MANY);
        write(deliveries, 1);
        CompletableFuture<Void> waiting = write(deliveries, 2);
        pace.tick(clock.getAsLong());
        assertFalse(waiting.isDone());
        tickAfterPatience();
        assertTrue(waiting.isDone());
        assertTrue(write(deliveries, 3).isDone());
        deliveries.reached(3, MANY);
        assertTrue(write(deliveries, 4).isDone());
        assertFalse(write(deliveries, 5).isDone());
    }

    @Test
    void writesAreRefusedWhileVeryManyHaveNotEnded() {
        CompletableFuture<String> result = new CompletableFuture<>();
        for (int i = 0; i < Pace.MAX_WAITING; i++) {
            pace.begin(() -> result);
        }
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<String> refused = pace.begin(() -> {
                    begun.set(true);
                    return result;
                })
                .toCompletableFuture();
        assertEquals(
                "EBUSY",
                ((CommandException) assertThrows(CompletionException.class, refused::join)
                                .getCause())
                        .code());
        assertFalse(begun.get());
        result.complete("written");
        assertEquals("written", pace.begin(() -> result).toCompletableFuture().join());
    }
}
