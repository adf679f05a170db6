package io.meshws.internal.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.testing.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrainLoopTest {
    private final AtomicInteger work = new AtomicInteger();
    private int rounds;
    private int inside;
    private int most;
    /** Happens in the next round, after it took all work. */
    private Runnable meanwhile = () -> {};

    private final DrainLoop loop = new DrainLoop(() -> {
        rounds++;
        most = Math.max(most, ++inside);
        work.set(0);
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
        inside--;
    });

    @Test
    void askingFromWithinRunsAnotherRound() {
        meanwhile = () -> {
            work.set(3);
            loop.run();
            loop.run();
            assertEquals(3, work.get(), "begins when this round has ended");
        };
        loop.run();
        assertEquals(0, work.get());
        assertEquals(2, rounds);
        loop.run();
        assertEquals(3, rounds);
    }

    @Test
    void oneThreadAtATimeIsInTheLoopAndNothingIsLeft() {
        CompletableFuture<?>[] threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        work.incrementAndGet();
                        loop.run();
                    }
                }))
                .toArray(CompletableFuture[]::new);
        Eventually.get(CompletableFuture.allOf(threads));
        assertEquals(0, work.get());
        assertEquals(1, most);
    }
}
