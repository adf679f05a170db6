package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.AnswerStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A hash a client, which ends by itself. Lengths are those of Redis: bytes of UTF-8. Thread-safe. */
final class RedisAnswers implements AnswerStore {
    private static final String MEMORY_MILLIS = Long.toString(MEMORY.toMillis());

    private final Scripts scripts;
    private final Keys keys;

    RedisAnswers(Scripts scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Claim> claim(Request request, Duration patience) {
        return scripts.<List<String>>eval(
                        Script.CLAIM_REQUEST,
                        List.of(keys.answers(request.client())),
                        List.of(
                                Long.toString(request.number()),
                                Long.toString(request.answered()),
                                what(request),
                                Long.toString(patience.toMillis()),
                                MEMORY_MILLIS,
                                Integer.toString(MAX_REQUESTS)))
                .thenApply(RedisAnswers::claim);
    }

    private static String what(Request request) {
        return request.user() + " " + request.command();
    }

    private static Claim claim(List<String> answer) {
        return switch (answer.get(0)) {
            case "first" -> new Claim.First();
            case "running" -> new Claim.Running();
            case "answered" -> new Claim.Answered(answer.get(1));
            case "unknown" -> new Claim.Unknown();
            case "different" -> new Claim.Different();
            case "full" -> new Claim.Full();
            default -> throw new IllegalStateException("Not the result of a claim: " + answer.get(0));
        };
    }

    @Override
    public CompletionStage<Void> keep(Request request, String answer) {
        return scripts.<Long>eval(
                        Script.KEEP_ANSWER,
                        List.of(keys.answers(request.client())),
                        List.of(
                                Long.toString(request.number()),
                                what(request),
                                answer,
                                MEMORY_MILLIS,
                                Integer.toString(MAX_CHARACTERS)))
                .thenApply(kept -> null);
    }
}
