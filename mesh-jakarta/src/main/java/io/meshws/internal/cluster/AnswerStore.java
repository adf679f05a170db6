package io.meshws.internal.cluster;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The answers to requests that may come again, to any instance. Each operation is atomic. The first caller that claims a
 * request runs it, and no other caller does as long as it is remembered: for {@link #MEMORY} after its client was last
 * heard of here, or until the client says that it has the answer.
 *
 * <p>Bounded for each client: {@link #MAX_REQUESTS} requests, and {@link #MAX_CHARACTERS} characters of answers.
 */
public interface AnswerStore {
    Duration MEMORY = Duration.ofMinutes(5);
    int MAX_REQUESTS = 512;
    int MAX_CHARACTERS = 1_048_576;

    /**
     * A request.
     *
     * @param client the client that sent it; part of a key
     * @param user the client's user; without spaces, and empty if there was none
     * @param number of the client's
     * @param answered all of the client's up to this one can be forgotten
     */
    record Request(String client, String user, long number, long answered, String command) {}

    /** Claims a request for the caller, unless another one has. */
    CompletionStage<Claim> claim(Request request, Duration patience);

    /** Keeps the answer, JSON text, to a request that was claimed; if it is too much, that there was one. */
    CompletionStage<Void> keep(Request request, String answer);

    /** The result of a claim. */
    sealed interface Claim {
        /** It was not claimed before: the caller runs it. */
        record First() implements Claim {}

        /** Another caller claimed it, and its time isn't over yet. */
        record Running() implements Claim {}

        record Answered(String answer) implements Claim {}

        /** It was run, or may have been, and its answer cannot be had, or is another user's. */
        record Unknown() implements Claim {}

        /** It is another request under the same number. */
        record Different() implements Claim {}

        /** The client has too many requests that it did not confirm. */
        record Full() implements Claim {}
    }
}
