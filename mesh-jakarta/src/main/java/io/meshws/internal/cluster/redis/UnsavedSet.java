package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.Unsaved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The sorted set of unsaved things; the score of each is the time from which an instance may take it. Thread-safe. */
record UnsavedSet(Scripts scripts, String key) {
    /** @param timeMillis when it was taken, by Redis' clock */
    record TakenAt(Unsaved.Taken taken, long timeMillis) {}

    CompletionStage<TakenAt> take(int limit, Duration ahead) {
        return scripts.<List<String>>eval(
                        Script.TAKE_UNSAVED,
                        List.of(key),
                        List.of(Integer.toString(limit), millis(ahead), millis(Unsaved.CLAIM)))
                .thenApply(answer -> new TakenAt(
                        new Unsaved.Taken(answer.subList(2, answer.size()), Long.parseLong(answer.get(0))),
                        Long.parseLong(answer.get(1))));
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    CompletionStage<Void> putOff(Collection<String> names, Duration time) {
        List<String> arguments = new ArrayList<>(List.of(millis(time)));
        arguments.addAll(names);
        return scripts.<Long>eval(Script.PUT_OFF_UNSAVED, List.of(key), arguments)
                .thenApply(one -> null);
    }
}
