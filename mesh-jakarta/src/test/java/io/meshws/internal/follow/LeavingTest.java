package io.meshws.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LeavingTest {
    private static Count lingering() {
        return Count.following(new Count() {
            @Override
            public boolean lingers() {
                return true;
            }
        });
    }

    @Test
    void aReplicaThatNobodyNeedsIsLeftAndRetires() {
        Count count = Count.following();
        count.unsubscribe();
        count.assertTold();
        count.left();
        count.assertTold("forget", "retired");
        assertTrue(count.follower.isRetired());
        count.subscribe();
        assertNull(count.reading);
    }

    @Test
    void aReplicaThatWasNeverSubscribedRetiresWithoutAQuestion() {
        Count count = new Count();
        count.subscribe();
        count.wanted = false;
        count.fail();
        count.assertTold("failed: away", "retired");
        assertNull(count.leaving);
    }

    @Test
    void aReplicaThatTheStoreSendsWithoutNeedIsLeft() {
        Count count = new Count(Backlog.ofHeld(1), true);
        count.follower.received(1);
        count.left();
        count.assertTold("forget", "retired");
    }

    @Test
    void aReplicaThatNobodyNeedsIsNotReadAgain() {
        Count count = lingering();
        count.unsubscribe();
        count.follower.run(count.follower::outdated);
        assertNull(count.reading);
        count.subscribe();
        count.answer(10);
        count.assertTold("all 10", "welcome");
    }

    @Test
    void aSubscriberThatComesWhileLeavingHasItReadAfterwards() {
        Count count = Count.following();
        count.unsubscribe();
        count.subscribe();
        count.follower.received(11);
        assertNull(count.reading);
        count.left();
        count.assertTold("forget");
        count.answer(11);
        count.assertTold("all 11", "welcome");
    }

    @Test
    void aFailureToLeaveRetiresIt() {
        Count count = Count.following();
        count.unsubscribe();
        count.leaving.completeExceptionally(new IllegalStateException("away"));
        count.assertTold("forget", "retired");
    }

    @Test
    void aLingeringReplicaIsLeftAtATickOnly() {
        Count count = lingering();
        count.unsubscribe();
        count.follower.received(11);
        count.follower.tick(() -> count.wanted = true);
        count.unsubscribe();
        assertNull(count.leaving);
        count.follower.tick(() -> {});
        assertFalse(count.follower.isFollowing());
        count.left();
        assertEquals("retired", count.told.get(count.told.size() - 1));
    }

    @Test
    void afterATaskThrewItCanBeLeftAsWell() {
        Count count = Count.following();
        count.follower.run(() -> {
            throw new NoClassDefFoundError("on purpose");
        });
        count.unsubscribe();
        count.left();
        count.assertTold("broken", "forget", "retired");
    }
}
