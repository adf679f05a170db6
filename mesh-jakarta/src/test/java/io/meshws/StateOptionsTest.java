package io.meshws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateOptionsTest {
    @Test
    void optionsAddUp() {
        Duration time = Duration.ofMillis(1);
        assertEquals(
                new StateOptions(Optional.of(time), true),
                StateOptions.DEFAULT.silently().expireAfter(time));
        assertEquals(
                new StateOptions(Optional.of(time), true),
                StateOptions.DEFAULT.expireAfter(time).silently());
    }

    @Test
    void absurdTimesAreRefused() {
        for (Duration bad : List.of(
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofSeconds(-1),
                StateOptions.MAX_EXPIRE_AFTER.plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThrows(IllegalArgumentException.class, () -> StateOptions.DEFAULT.expireAfter(bad), bad::toString);
        }
        assertEquals(
                Optional.of(StateOptions.MAX_EXPIRE_AFTER),
                StateOptions.DEFAULT.expireAfter(StateOptions.MAX_EXPIRE_AFTER).expireAfter());
    }
}
