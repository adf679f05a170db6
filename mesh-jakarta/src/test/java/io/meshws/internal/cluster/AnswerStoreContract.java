package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.cluster.AnswerStore.Claim;
import io.meshws.internal.cluster.AnswerStore.Request;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link AnswerStore}. */
public abstract class AnswerStoreContract extends ClusterContract {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String client = "client-" + UUID.randomUUID();
    private AnswerStore answers;

    @BeforeEach
    void findAnswers() {
        answers = first.cluster().answers();
    }

    private Request request(long number, long answered) {
        return new Request(client, "", number, answered, "pay");
    }

    private Claim claim(long number, long answered) {
        return get(answers.claim(request(number, answered), PATIENCE));
    }

    @Test
    void theFirstClaimRunsItAndTheOthersGetTheAnswer() {
        assertEquals(new Claim.First(), claim(1, 0));
        assertEquals(new Claim.Running(), claim(1, 0));
        get(answers.keep(request(1, 0), "{\"ä\": 1}"));
        assertEquals(new Claim.Answered("{\"ä\": 1}"), claim(1, 0));
        assertEquals(new Claim.First(), claim(2, 0));
        assertEquals(new Claim.Answered("{\"ä\": 1}"), claim(1, 0));
    }

    @Test
    void clientsHaveNumbersOfTheirOwn() {
        assertEquals(new Claim.First(), claim(1, 0));
        Request others = new Request(client + "-2", "", 1, 0, "pay");
        assertEquals(new Claim.First(), get(answers.claim(others, PATIENCE)));
    }

    @Test
    void anotherCommandUnderTheSameNumberIsNoRepetition() {
        claim(1, 0);
        Request other = new Request(client, "", 1, 0, "pay more");
        assertEquals(new Claim.Different(), get(answers.claim(other, PATIENCE)));
        get(answers.keep(request(1, 0), "1"));
        assertEquals(new Claim.Different(), get(answers.claim(other, PATIENCE)));
    }

    /** Nor does it run again for them. */
    @Test
    void anotherUserDoesNotGetTheAnswer() {
        Request adas = new Request(client, "ada", 1, 0, "pay");
        Request more = new Request(client, "ada", 2, 0, "pay");
        assertEquals(new Claim.First(), get(answers.claim(adas, PATIENCE)));
        assertEquals(new Claim.Unknown(), claim(1, 0));
        get(answers.keep(adas, "1"));
        assertEquals(new Claim.Unknown(), claim(1, 0));
        assertEquals(new Claim.Unknown(), get(answers.claim(new Request(client, "bob", 1, 0, "pay"), PATIENCE)));
        assertEquals(new Claim.Different(), get(answers.claim(new Request(client, "bob", 1, 0, "pay more"), PATIENCE)));
        assertEquals(new Claim.Answered("1"), get(answers.claim(adas, PATIENCE)));
        get(answers.claim(more, PATIENCE));
        get(answers.keep(more, "x".repeat(AnswerStore.MAX_CHARACTERS)));
        assertEquals(new Claim.Unknown(), claim(2, 0), "nor of one that is not kept");
    }

    @Test
    void confirmedRequestsAreForgottenAndDoNotRunAgain() {
        for (int number = 1; number <= 3; number++) {
            claim(number, 0);
            get(answers.keep(request(number, 0), "\"" + number + "\""));
        }
        assertEquals(new Claim.First(), claim(4, 2));
        assertEquals(new Claim.Unknown(), claim(1, 0));
        assertEquals(new Claim.Unknown(), claim(2, 2));
        assertEquals(new Claim.Answered("\"3\""), claim(3, 2));
    }

    @Test
    void oneThatTakesTooLongMayHaveRun() {
        Request request = request(1, 0);
        assertEquals(new Claim.First(), get(answers.claim(request, Duration.ofMillis(1))));
        Eventually.holds(() -> get(answers.claim(request, PATIENCE)).equals(new Claim.Unknown()));
        get(answers.keep(request, "1"));
        assertEquals(new Claim.Answered("1"), claim(1, 0));
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        get(answers.keep(request(1, 0), "\"nobody asked\""));
        assertEquals(new Claim.First(), claim(1, 0));
        get(answers.keep(request(1, 0), "1"));
        get(answers.keep(request(1, 0), "2"));
        assertEquals(new Claim.Answered("1"), claim(1, 0));
    }

    @Test
    void answersThatAreTooLongTogetherAreNotKept() {
        String half = "x".repeat(AnswerStore.MAX_CHARACTERS / 2 + 1);
        claim(1, 0);
        get(answers.keep(request(1, 0), half));
        claim(2, 0);
        get(answers.keep(request(2, 0), half));
        assertEquals(new Claim.Answered(half), claim(1, 0));
        assertEquals(new Claim.Unknown(), claim(2, 0));
        // The first makes room when the client has it.
        claim(3, 1);
        get(answers.keep(request(3, 1), half));
        assertEquals(new Claim.Answered(half), claim(3, 1));
    }

    @Test
    void aClientMayHaveSoManyThatItDidNotConfirm() {
        for (int number = 1; number <= AnswerStore.MAX_REQUESTS; number++) {
            assertEquals(new Claim.First(), claim(number, 0));
        }
        assertEquals(new Claim.Full(), claim(AnswerStore.MAX_REQUESTS + 1, 0));
        assertEquals(new Claim.Running(), claim(1, 0));
        assertEquals(new Claim.First(), claim(AnswerStore.MAX_REQUESTS + 1, 1));
    }

    @Test
    void instancesShareThem() {
        if (fixture.hasSeveral()) {
            claim(1, 0);
            get(answers.keep(request(1, 0), "1"));
            AnswerStore others = fixture.another().cluster().answers();
            assertEquals(new Claim.Answered("1"), get(others.claim(request(1, 0), PATIENCE)));
        }
    }
}
