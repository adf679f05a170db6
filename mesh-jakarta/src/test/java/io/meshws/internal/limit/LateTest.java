package io.meshws.internal.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Audience;
import io.meshws.internal.cluster.ChannelPlace;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import io.meshws.internal.cluster.ClusterMessage.Published;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordChanges;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LateTest {
    private static final Duration WAITED = Duration.ofMillis(200);
    private static final ClusterMessage IN_A_CHANNEL = new Published("c", new ChannelPlace("e", 1, 1), "1");

    private final ManualClock clock = new ManualClock();
    private final List<Report> reports = new ArrayList<>();
    private final Pace pace = new Pace(this::report, Runnable::run, clock, clock);
    private final Late late = pace.late();

    private record Report(List<String> targets, long millis) {}

    private void report(List<String> targets, long millis) {
        reports.add(new Report(targets, millis));
    }

    private CompletableFuture<Void> write(String target) {
        return pace.everywhere(target, Pace.NOW).toCompletableFuture();
    }

    private void waited(ClusterMessage message, Duration waited) {
        late.waited(message.targets(), waited);
    }

    private void hear(Duration waited, String... targets) {
        late.received(List.of(targets), waited.toMillis());
    }

    private static RecordChange change(String recordId) {
        return new RecordChange(
                recordId, new Version("e", "1", 1), new Version("e", "2", 2), List.of(RecordStep.DELETED));
    }

    @Test
    void aReportSaysWhatTheMessagesAreForAndHowLongTheyWaited() {
        waited(new RecordChanges(List.of(change("r"), change("r"))), WAITED);
        assertEquals(List.of(new Report(List.of("record r"), 200)), reports);
    }

    @Test
    void reportsComeAtIntervalsWithEverythingSinceTheLastOne() {
        waited(IN_A_CHANNEL, WAITED);
        waited(change("r"), WAITED);
        waited(new Delivery(Audience.room("m"), "{}"), WAITED);
        assertEquals(1, reports.size());
        clock.advance(WAITED.dividedBy(2).minusNanos(1));
        waited(change("r"), WAITED);
        assertEquals(1, reports.size());
        clock.advance(Duration.ofNanos(1));
        waited(new Delivery(Audience.everyone(), "{}"), WAITED.multipliedBy(2));
        assertEquals(400, reports.get(1).millis());
        assertEquals(
                List.of("everyone", "record r", "room m"),
                reports.get(1).targets().stream().sorted().toList());
    }

    @Test
    void whatWasLateLongAgoIsNotReported() {
        waited(IN_A_CHANNEL, WAITED);
        waited(change("r"), WAITED);
        clock.advance(Late.STALE.plusNanos(1));
        waited(IN_A_CHANNEL, WAITED);
        assertEquals(List.of("channel c"), reports.get(1).targets());
    }

    @Test
    void aReportIsBounded() {
        waited(
                new RecordChanges(IntStream.rangeClosed(0, Late.MAX_TARGETS)
                        .mapToObj(i -> change("r" + i))
                        .toList()),
                WAITED);
        assertEquals(Late.MAX_TARGETS, reports.get(0).targets().size());
    }

    @Test
    void messagesThatNobodyWaitsForAreNotReported() {
        waited(new Delivery(Audience.connections("a.1"), "{}"), WAITED);
        waited(new ClusterMessage.CallResult("1", "1", null), WAITED);
        assertEquals(List.of(), reports);
    }

    @Test
    void writesWaitForAsLongAsTheMessagesDid() {
        assertTrue(write("channel c").isDone());
        hear(WAITED, "channel c");
        CompletableFuture<Void> held = write("channel c");
        assertTrue(write("channel d").isDone());
        assertEquals(1, pace.waiting());
        clock.advance(WAITED.minusMillis(1));
        assertFalse(held.isDone());
        clock.advance(Duration.ofMillis(1));
        assertTrue(held.isDone());
        assertTrue(write("channel c").isDone());
        assertEquals(0, pace.waiting());
        assertEquals(0, clock.planned());
    }

    @Test
    void furtherReportsMakeThemWaitOn() {
        hear(WAITED, "channel c");
        CompletableFuture<Void> held = write("channel c");
        clock.advance(WAITED.dividedBy(2));
        hear(WAITED, "channel c", "channel d");
        hear(Duration.ofMillis(1), "channel c");
        clock.advance(WAITED.dividedBy(2));
        assertFalse(held.isDone());
        clock.advance(WAITED.dividedBy(2));
        assertTrue(held.isDone());
        assertEquals(0, clock.planned());
    }

    @Test
    void nobodyWaitsForeverForOneThatStaysLate() {
        hear(Duration.ofHours(1), "channel c");
        CompletableFuture<Void> held = write("channel c");
        clock.advance(Duration.ofMillis(1));
        hear(Duration.ofHours(1), "channel c");
        CompletableFuture<Void> another = write("channel c");
        clock.advance(Pace.PATIENCE.minusMillis(1));
        assertTrue(held.isDone());
        assertFalse(another.isDone());
        clock.advance(Duration.ofMillis(1));
        assertTrue(another.isDone());
    }

    @Test
    void aServerThatRunsNoScheduledTasksLetsThemGoWithTheTick() {
        Pace stopping = new Pace(this::report, Runnable::run, (task, delay) -> () -> {}, clock);
        stopping.late().received(List.of("channel c"), 200);
        CompletableFuture<Void> held =
                stopping.everywhere("channel c", Pace.NOW).toCompletableFuture();
        stopping.tick(clock.getAsLong());
        assertFalse(held.isDone());
        clock.advance(WAITED);
        stopping.tick(clock.getAsLong());
        assertTrue(held.isDone());
    }

    @Test
    void aWriteWaitsForThisInstanceFirst() {
        CompletableFuture<Void> here = new CompletableFuture<>();
        hear(WAITED, "channel c");
        CompletableFuture<Void> held = pace.everywhere("channel c", here).toCompletableFuture();
        assertEquals(0, pace.waiting());
        here.complete(null);
        assertEquals(1, pace.waiting());
        clock.advance(WAITED);
        assertTrue(held.isDone());
    }

    @Test
    void aTaskThatRunsEarlyRunsAgain() {
        List<Runnable> tasks = new ArrayList<>();
        Pace early = new Pace(
                this::report,
                Runnable::run,
                (task, delay) -> {
                    tasks.add(task);
                    return () -> {};
                },
                clock);
        early.late().received(List.of("channel c"), 200);
        CompletableFuture<Void> held = early.everywhere("channel c", Pace.NOW).toCompletableFuture();
        tasks.get(0).run();
        assertFalse(held.isDone());
        clock.advance(WAITED);
        tasks.get(1).run();
        assertTrue(held.isDone());
        assertEquals(2, tasks.size());
    }

    @Test
    void nobodyWaitsOnceItStops() {
        hear(WAITED, "channel c");
        CompletableFuture<Void> held = write("channel c");
        late.stop();
        assertTrue(held.isDone());
        hear(WAITED, "channel c");
        assertTrue(write("channel c").isDone());
        assertEquals(0, pace.waiting());
    }

    @Test
    void aBoundedNumberWaits() {
        hear(WAITED, "channel c");
        IntStream.range(0, Pace.MAX_WAITING).forEach(i -> write("channel c"));
        assertTrue(write("channel c").isDone());
        clock.advance(WAITED);
        assertEquals(0, pace.waiting());
    }
}
