package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.RecordRemoved;
import io.meshws.RecordSnapshot;
import io.meshws.protocol.Change;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The promises about records that end, on every engine. */
abstract class RecordExpiryContract extends RecordsSetting {
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration BRIEF = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(250);

    private void expireAfter(Pattern recordIds, Duration life) {
        Stream.of(here, there)
                .distinct()
                .forEach(instance -> instance.mesh.records().expireAfter(recordIds, life));
    }

    private void tick() {
        Stream.of(here, there).distinct().forEach(instance -> instance.mesh.tick());
    }

    private List<RecordRemoved> removed() {
        return Stream.of(here, there)
                .distinct()
                .flatMap(instance -> instance.recordsRemoved.stream())
                .toList();
    }

    @Test
    void subscribersAndOneInstanceAreToldThatItEndedAndTheNextChangeFindsNothing() {
        expireAfter(Pattern.compile("note:.*"), LIFE);
        TestClient a = here.connect();
        TestClient b = there.connect();
        subscribe(a, "note:1", "full");
        subscribe(b, "note:1", "patch");
        get(here.mesh.records().change("note:1", Change.increment("/n", 7)));
        Eventually.holds(() -> {
            tick();
            return Stream.of(a, b)
                    .noneMatch(client -> client.events("mesh/record-deleted").isEmpty());
        });
        for (TestClient client : List.of(a, b)) {
            assertEquals(json("{\"recordId\":\"note:1\",\"version\":2}"), client.event("mesh/record-deleted"));
        }
        Eventually.holds(() -> !removed().isEmpty());
        assertEquals(List.of(new RecordRemoved("note:1", json("{\"n\":7}"), 2)), removed());
        assertEquals(
                new RecordSnapshot("note:1", Optional.empty(), 2),
                get(there.mesh.records().get("note:1")));
        assertEquals(
                new RecordSnapshot("note:1", Optional.of(json("{\"n\":1}")), 3),
                get(there.mesh.records().change("note:1", Change.increment("/n"))));
    }

    @Test
    void aWriterThatRemembersTheValueFindsItGoneWithoutAnyTick() {
        expireAfter(Pattern.compile("note:1"), LIFE);
        expireAfter(Pattern.compile("note:.*"), Duration.ofDays(1));
        get(here.mesh.records().write("note:1", 5));
        get(here.mesh.records().write("note:long", 5));
        Eventually.holds(() -> get(there.mesh.records().get("note:1")).value().isEmpty());
        assertEquals(
                Optional.of(json("1")),
                get(here.mesh.records().change("note:1", Change.increment(""))).value());
        assertEquals(1, removed().size());
        assertEquals(1, get(there.mesh.records().get("note:long")).version());
    }

    @Test
    void anObserverIsToldOfTheEndAfterEarlierChanges() {
        expireAfter(Pattern.compile("note:.*"), Duration.ofSeconds(1));
        List<Integer> removedBefore = new CopyOnWriteArrayList<>();
        here.observer = event -> {
            Eventually.holds(
                    () -> get(here.mesh.records().get("note:1")).value().isEmpty());
            removedBefore.add(removed().size());
        };
        get(here.mesh.records().write("note:1", 5));
        Eventually.holds(() -> !removed().isEmpty());
        assertEquals(List.of(0), removedBefore);
        assertEquals(List.of(new RecordRemoved("note:1", json("5"), 2)), removed());
    }

    /** Without a tick; the clock may be ahead of the store's. */
    private void oneShotsUntil(TestInstance instance, BooleanSupplier condition) {
        Eventually.holds(() -> {
            instance.clock.advance(Duration.ofMillis(10));
            return condition.getAsBoolean();
        });
    }

    @Test
    void aOneShotOfTheInstanceThatWroteAnnouncesTheEnd() {
        expireAfter(Pattern.compile("note:.*"), BRIEF);
        TestClient a = here.connect();
        TestClient b = there.connect();
        subscribe(a, "note:1", "full");
        subscribe(b, "note:1", "full");
        get(here.mesh.records().write("note:1", 1));
        get(here.mesh.records().write("note:2", 2));
        assertEquals(1, here.clock.planned());
        Duration next = here.clock.next().orElseThrow();
        assertTrue(next.compareTo(BRIEF.plus(SOON)) < 0, "" + next);
        oneShotsUntil(here, () -> removed().size() == 2);
        for (TestClient client : List.of(a, b)) {
            assertEquals(json("{\"recordId\":\"note:1\",\"version\":2}"), client.event("mesh/record-deleted"));
        }
        Eventually.equal("planned", 0, here.clock::planned);
    }

    @Test
    void aOneShotOfAnyInstanceAnnouncesRecordsThatATickFoundToEndSoon() {
        expireAfter(Pattern.compile("note:.*"), Duration.ofSeconds(3));
        get(there.mesh
                .records()
                .transaction(
                        records -> {
                            records.write("note:1", 1);
                            return null;
                        },
                        "note:1"));
        assertEquals(0, there.clock.planned());
        Eventually.holds(() -> {
            here.mesh.tick();
            return here.clock.planned() == 1 || !removed().isEmpty();
        });
        oneShotsUntil(here, () -> !removed().isEmpty());
        assertEquals(List.of(new RecordRemoved("note:1", json("1"), 2)), removed());
    }

    @Test
    void nothingIsPlannedIfNothingEndsSoonOrTheInstanceStopped() {
        expireAfter(Pattern.compile("note:long"), Duration.ofMinutes(10));
        expireAfter(Pattern.compile("note:brief"), BRIEF);
        get(here.mesh.records().write("note:long", 1));
        get(here.mesh.records().write("note:ever", 1));
        tick();
        assertEquals(0, here.clock.planned());
        get(here.mesh.records().write("note:brief", 1));
        assertEquals(1, here.clock.planned());
        get(here.mesh.stop());
        assertEquals(0, here.clock.planned());
    }

    @Test
    void aClientThatSubscribesToAFollowedRecordDoesNotGetAnExpiredValue() {
        expireAfter(Pattern.compile("note:.*"), BRIEF);
        TestClient following = there.connect();
        subscribe(following, "note:1", "full");
        get(here.mesh.records().write("note:1", 1));
        awaitUpdates(following, "{\"recordId\":\"note:1\",\"full\":1,\"version\":1}");
        assertEquals(json("1"), subscribe(there.connect(), "note:1", "full").get("record"));
        Eventually.holds(() -> {
            JsonObject reply = subscribe(there.connect(), "note:1", "full");
            return reply.equals(json("{\"success\":true,\"record\":null,\"version\":2}"));
        });
        assertEquals(json("{\"recordId\":\"note:1\",\"version\":2}"), following.event("mesh/record-deleted"));
    }

    @Test
    void timesHaveLimits() {
        for (Duration bad : List.of(Duration.ofMillis(999), Duration.ZERO, Duration.ofDays(3651))) {
            assertThrows(
                    IllegalArgumentException.class, () -> here.mesh.records().expireAfter("note:1", bad));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> here.mesh.records().expireAfter(Pattern.compile("note:1"), bad));
        }
        here.mesh.records().expireAfter("note:1", Duration.ofDays(3650));
        get(here.mesh.records().write("note:1", 1));
        tick();
        assertEquals(1, get(here.mesh.records().get("note:1")).version());
    }
}
