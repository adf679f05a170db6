package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void aPercentileIsTheValueThatThatShareDidNotExceed() {
        for (int millis = 1; millis <= 1000; millis++) {
            latencies.add(millis * 1000L);
        }
        assertEquals(500, latencies.percentile(0.5));
        assertEquals(990, latencies.percentile(0.99));
        assertEquals(999, latencies.percentile(0.999));
        assertEquals(1000, latencies.percentile(1));
    }

    @Test
    void thereIsNoneOfNothing() {
        latencies.add(5);
        latencies.clear();
        assertTrue(Double.isNaN(latencies.percentile(0.5)));
    }

    @Test
    void aCallLongerThanTenSecondsCountsAsTen() {
        latencies.add(60_000_000);
        assertEquals(10_000, latencies.percentile(0.5));
    }
}
