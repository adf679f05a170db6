package io.meshws.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000;

    private static int taken(TokenBucket bucket, long now) {
        int taken = 0;
        while (bucket.take(now) == 0) {
            taken++;
        }
        return taken;
    }

    @Test
    void asManyAsInTwoSecondsAreThereAtOnceAndNotOneMore() {
        TokenBucket bucket = new TokenBucket(100, 7);
        assertTrue(bucket.isFull(7));
        assertEquals(200, taken(bucket, 7));
        assertFalse(bucket.isFull(7));
        assertEquals(SECOND / 100, bucket.take(7));
        assertEquals(1, bucket.take(7 + SECOND / 100 - 1));
        assertEquals(1, taken(bucket, 7 + SECOND / 100));
        assertEquals(100, taken(bucket, 7 + SECOND / 100 + SECOND));
        assertEquals(200, taken(bucket, 100 * SECOND));
    }

    @Property(tries = 300)
    void itGrantsTheSameAsAnAccountOfItsOwn(
            @ForAll @IntRange(min = 1, max = 2_000_000_000) int perSecond,
            @ForAll long start,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 3 * SECOND) Long> pauses) {
        TokenBucket bucket = new TokenBucket(perSecond, start);
        long price = Math.max(1, SECOND / perSecond);
        long saved = 2 * SECOND;
        long now = start;
        for (long pause : pauses) {
            // Most attempts follow each other soon, for otherwise there is always a token.
            long passed = pause % 3 == 0 ? pause : pause % (2 * price);
            now += passed;
            saved = Math.min(2 * SECOND, saved + passed);
            long wait = bucket.take(now);
            assertEquals(Math.max(0, price - saved), wait);
            saved -= wait == 0 ? price : 0;
            if (wait > 0) {
                assertEquals(1, bucket.take(now + wait - 1));
            }
        }
    }

    @Test
    void threadsGetNoMoreTogether() throws InterruptedException, ExecutionException {
        TokenBucket bucket = new TokenBucket(10_000, 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> taken = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> taken(bucket, 0)))
                    .toList();
            int all = 0;
            for (Future<Integer> one : taken) {
                all += one.get();
            }
            assertEquals(20_000, all);
        } finally {
            threads.shutdown();
        }
    }
}
