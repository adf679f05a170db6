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
