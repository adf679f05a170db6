package io.meshws.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Follows a number that others count up; a change is the next number. */
class Count implements Replica<Integer, Integer> {
    static final int MAX_BACKLOG = 3;

    final Follower<Integer, Integer> follower;
    final List<String> told = new ArrayList<>();
    /** The read that the store hasn't answered yet. */
    CompletableFuture<Integer> reading;

    CompletableFuture<Void> leaving;
    boolean wanted;
    int number;
    /** Happens while the next change is told. */
    Runnable meanwhile = () -> {};

    Count() {
        this(Backlog.ofAll(MAX_BACKLOG, change -> 1), false);
    }

    Count(Backlog<Integer> backlog, boolean subscribed) {
        this.follower = new Follower<>(this, backlog, subscribed);
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    @Override
    public CompletionStage<Integer> read() {
        assertTrue(reading == null && leaving == null, "one question at a time");
        reading = new CompletableFuture<>();
        return reading;
    }

    @Override
    public void replace(Integer now) {
        told.add("all " + now);
        number = now;
    }

    @Override
    public Fit apply(Integer change) {
        if (change <= number) {
            return Fit.KNOWN;
        }
        if (change > number + 1) {
            return Fit.MISSED;
        }
        number = change;
        told.add("change " + change);
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
        return Fit.APPLIED;
    }

    @Override
    public void welcome() {
        told.add("welcome");
    }

    @Override
    public void failed(Throwable failure) {
        told.add("failed: " + failure.getMessage());
    }

    @Override
    public CompletionStage<Void> leave() {
        assertTrue(reading == null && leaving == null, "one question at a time");
        leaving = new CompletableFuture<>();
        return leaving;
    }

    @Override
    public void forget() {
        told.add("forget");
    }

    @Override
    public void broken() {
        told.add("broken");
    }

    @Override
    public void retired() {
        told.add("retired");
    }

    void subscribe() {
        follower.run(() -> wanted = true);
    }

    void unsubscribe() {
        follower.run(() -> wanted = false);
    }

    void answer(int now) {
        CompletableFuture<Integer> asked = reading;
        reading = null;
        asked.complete(now);
    }

    void fail() {
        CompletableFuture<Integer> asked = reading;
        reading = null;
        asked.completeExceptionally(new IllegalStateException("away"));
    }

    void left() {
        CompletableFuture<Void> asked = leaving;
        leaving = null;
        asked.complete(null);
    }

    void assertTold(String... expected) {
        assertEquals(List.of(expected), told);
        told.clear();
    }

    static Count following() {
        return following(new Count());
    }

    static Count following(Count count) {
        count.subscribe();
        count.answer(10);
        count.told.clear();
        return count;
    }
}
