package io.meshws.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FollowerTest {
    @Test
    void changesDuringAReadAreHeldAndAppliedIfTheyAreNewer() {
        Count count = new Count();
        count.subscribe();
        count.follower.received(10);
        count.follower.received(11);
        count.assertTold();
        assertFalse(count.follower.isFollowing());
        count.answer(10);
        count.assertTold("all 10", "change 11", "welcome");
        count.follower.received(12);
        count.assertTold("change 12", "welcome");
        assertTrue(count.follower.isFollowing());
    }

    @Test
    void afterAGapAllIsReadAgain() {
        Count count = Count.following();
        count.follower.received(12);
        count.follower.received(13);
        count.assertTold();
        count.answer(12);
        count.assertTold("all 12", "change 13", "welcome");
        count.follower.received(12);
        count.assertTold("welcome");
    }

    @Test
    void aPossibleGapDuringAReadCausesAnotherRead() {
        Count count = new Count();
        count.subscribe();
        count.follower.run(count.follower::outdated);
        count.answer(10);
        count.assertTold("all 10");
        assertFalse(count.follower.isFollowing());
        count.answer(11);
        count.assertTold("all 11", "welcome");
    }

    @Test
    void aGapAmongHeldChangesHasTheStateReadOnceMore() {
        Count count = new Count();
        count.subscribe();
        count.follower.received(11);
        count.follower.received(13);
        count.answer(10);
        count.assertTold("all 10", "change 11");
        count.answer(13);
        count.assertTold("all 13", "welcome");
    }

    @Test
    void afterAFailureItIsReadAgainWhenThereIsAReason() {
        Count count = Count.following();
        count.follower.run(count.follower::outdated);
        count.fail();
        count.assertTold("failed: away");
        count.follower.received(11);
        count.follower.run(() -> {});
        assertEquals(null, count.reading);
        count.follower.run(count.follower::resume);
        count.answer(11);
        count.assertTold("all 11", "welcome");
    }

    @Test
    void aChangeIsAReasonForAFeatureThatSaysSo() {
        Count count = Count.following(new Count() {
            @Override
            public boolean changesResume() {
                return true;
            }
        });
        count.follower.run(count.follower::outdated);
        count.fail();
        count.follower.received(11);
        count.answer(11);
        count.assertTold("failed: away", "all 11", "welcome");
    }

    @Test
    void aFailureWhileSomethingWasMissedIsTriedAgainAtOnce() {
        Count count = new Count();
        count.subscribe();
        count.follower.run(count.follower::outdated);
        count.fail();
        count.answer(10);
        count.assertTold("failed: away", "all 10", "welcome");
    }

    @Test
    void anExceptionOfTheStoreIsAFailure() {
        Error error = new NoClassDefFoundError("on purpose");
        Count count = new Count() {
            @Override
            public CompletionStage<Integer> read() {
                throw error;
            }
        };
        count.subscribe();
        count.assertTold("failed: on purpose");
    }

    @Test
    void moreThanTheBacklogIsDroppedAndReadAgain() {
        Count count = Count.following();
        count.meanwhile = () -> {
            for (int change = 12; change <= 1000; change++) {
                count.follower.received(change);
            }
        };
        count.follower.received(11);
        count.assertTold("change 11");
        count.answer(1000);
        count.assertTold("all 1000", "welcome");
        count.follower.received(1001);
        count.assertTold("change 1001", "welcome");
    }

    @Test
    void moreThanTheBacklogWhileItIsReadHasItReadOnceMore() {
        for (Backlog<Integer> backlog :
                List.of(Backlog.<Integer>ofHeld(Count.MAX_BACKLOG), Backlog.<Integer>ofAll(3, change -> 1))) {
            Count count = new Count(backlog, false);
            count.subscribe();
            for (int change = 11; change <= 14; change++) {
                count.follower.received(change);
            }
            count.answer(10);
            count.assertTold("all 10", "change 11", "change 12", "change 13");
            count.follower.received(15);
            count.answer(14);
            count.assertTold("all 14", "change 15", "welcome");
        }
    }

    @Test
    void aBacklogOfHeldChangesDoesNotCountWaitingTasks() {
        Count count = Count.following(new Count(Backlog.ofHeld(1), false));
        count.meanwhile = () -> {
            for (int change = 12; change <= 20; change++) {
                count.follower.received(change);
            }
        };
        count.follower.received(11);
        assertEquals(20, count.number);
        assertTrue(count.follower.isFollowing());
    }

    @Test
    void whenATaskThrewItIsReadAgainWhenThereIsAReason() {
        Count count = Count.following();
        count.meanwhile = () -> {
            throw new NoClassDefFoundError("on purpose");
        };
        count.follower.received(11);
        count.follower.received(12);
        count.assertTold("change 11", "broken");
        assertEquals(null, count.reading);
        count.follower.run(count.follower::resume);
        count.answer(12);
        count.assertTold("all 12", "welcome");
    }

    @Test
    void whenATaskThrewWhileItIsReadItIsReadOnceMore() {
        Count count = new Count();
        count.subscribe();
        count.follower.run(() -> {
            throw new NoClassDefFoundError("on purpose");
        });
        count.answer(10);
        count.assertTold("broken", "all 10");
        count.answer(10);
        count.assertTold("all 10", "welcome");
    }
}
