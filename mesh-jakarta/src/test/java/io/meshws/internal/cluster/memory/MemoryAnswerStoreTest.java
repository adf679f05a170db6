package io.meshws.internal.cluster.memory;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.cluster.AnswerStore.Claim;
import io.meshws.internal.cluster.AnswerStore.Request;
import io.meshws.internal.cluster.AnswerStoreContract;
import io.meshws.internal.cluster.ClusterFixture;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryAnswerStoreTest extends AnswerStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return new MemoryFixture();
    }

    @Test
    void allClientsTogetherStayWithinTheirBoundAndConfirmedAnswersAreFreedAgain() {
        AtomicLong nanos = new AtomicLong();
        AnswerStore answers = new MemoryAnswers(nanos::get, 2000);
        for (int i = 0; i < 3; i++) {
            Request each = new Request("client " + i, "", 1, 0, "pay");
            assertEquals(new Claim.First(), get(answers.claim(each, Duration.ofSeconds(1))));
            get(answers.keep(each, "x".repeat(500)));
        }
        Request refused = new Request("another", "", 1, 0, "pay");
        assertEquals(new Claim.Full(), get(answers.claim(refused, Duration.ofSeconds(1))));
        Request third = new Request("client 2", "", 1, 0, "pay");
        assertEquals(
                new Claim.Unknown(), get(answers.claim(third, Duration.ofSeconds(1))), "it ran, but nothing was kept");
        Request next = new Request("client 0", "", 2, 1, "pay");
        assertEquals(new Claim.First(), get(answers.claim(next, Duration.ofSeconds(1))), "the first was confirmed");
        assertEquals(new Claim.First(), get(answers.claim(refused, Duration.ofSeconds(1))));
        nanos.addAndGet(AnswerStore.MEMORY.toNanos() + 1);
        for (int i = 0; i < 7; i++) {
            Request each = new Request("later " + i, "", 1, 0, "pay");
            assertEquals(new Claim.First(), get(answers.claim(each, Duration.ofSeconds(1))));
        }
        Request last = new Request("later 7", "", 1, 0, "pay");
        assertEquals(new Claim.Full(), get(answers.claim(last, Duration.ofSeconds(1))));
    }

    @Test
    void aClientThatIsNotHeardOfIsForgottenAfterAWhile() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        AnswerStore answers = new MemoryAnswers(nanos::get);
        Request one = new Request("one", "", 1, 0, "pay");
        Request two = new Request("two", "", 1, 0, "pay");
        get(answers.claim(one, Duration.ofSeconds(1)));
        get(answers.keep(one, "1"));
        nanos.addAndGet(AnswerStore.MEMORY.toNanos());
        assertEquals(new Claim.First(), get(answers.claim(two, Duration.ofSeconds(1))));
        assertEquals(new Claim.Answered("1"), get(answers.claim(one, Duration.ofSeconds(1))));
        nanos.addAndGet(AnswerStore.MEMORY.toNanos() + 1);
        assertEquals(new Claim.First(), get(answers.claim(one, Duration.ofSeconds(1))));
    }
}
