package io.meshws.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.follow.Follower.Part;
import io.meshws.internal.serial.SerialQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes that were published together. */
class TogetherTest {
    private final SerialQueue lane = new SerialQueue();
    private final Count one = Count.following();
    private final Count other = Count.following();

    private void together(int change, int otherChange) {
        Follower.receivedTogether(
                List.of(new Part<>(one.follower, change), new Part<>(other.follower, otherChange)), lane);
    }

    @Test
    void nothingHappensToOneBeforeTheOtherHasItsChange() {
        one.meanwhile = () -> {
            one.follower.received(12);
            other.follower.received(12);
            together(13, 13);
            assertEquals(List.of("change 11"), one.told);
            assertEquals(List.of(), other.told);
        };
        other.meanwhile = () -> assertEquals(List.of("change 11", "welcome"), one.told);
        together(11, 11);
        for (Count count : List.of(one, other)) {
            count.assertTold("change 11", "welcome", "change 12", "welcome", "change 13", "welcome");
        }
    }

    @Test
    void oneThatIsBusyIsWaitedFor() {
        one.follower.run(() -> {
            together(11, 11);
            assertEquals(List.of(), other.told);
        });
        one.assertTold("welcome", "change 11", "welcome");
        other.assertTold("change 11", "welcome");
    }

    @Test
    void oneThatMissedSomethingOrBreaksDoesNotHoldUpTheOther() {
        together(15, 11);
        one.assertTold();
        other.assertTold("change 11", "welcome");
        one.answer(15);
        one.assertTold("all 15", "welcome");
        one.meanwhile = () -> {
            throw new IllegalStateException("on purpose");
        };
        together(16, 12);
        one.assertTold("change 16", "broken");
        other.assertTold("change 12", "welcome");
    }

    @Test
    void whileOneIsReadItHoldsItsChange() {
        one.follower.run(one.follower::outdated);
        together(11, 11);
        one.assertTold();
        other.assertTold("change 11", "welcome");
        one.answer(10);
        one.assertTold("all 10", "change 11", "welcome");
    }
}
