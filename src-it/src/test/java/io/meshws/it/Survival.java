package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.CommandOptions;
import io.meshws.client.MeshClient;
import io.meshws.client.PresenceSubscription;
import io.meshws.client.WriteOptions;
import io.meshws.it.live.LiveData.Publication;
import io.meshws.it.team.FarCommands.Connection;
import io.meshws.it.team.TeamCommands.Note;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A Java client at the second of two instances, which is killed, and an observer at the first, to which the client gets next. */
final class Survival {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name = UUID.randomUUID().toString();
    private final AllRounder tried;
    private final MeshClient observer;

    private Survival(URI uri, MeshClient observer) {
        this.tried = new AllRounder(uri, name);
        this.observer = observer;
    }

    static void assertNothingIsLost(TwoInstances instances) {
        try (Cable cable = new Cable(instances.two().uri("/mesh"));
                MeshClient observer =
                        MeshClient.builder(instances.one().uri("/mesh")).build()) {
            observer.connectSync();
            Survival survival = new Survival(cable.uri(), observer);
            try (AllRounder tried = survival.tried) {
                survival.everythingWorks(1);
                instances.two().kill();
                Eventually.holds("the end is noticed", PATIENCE, () -> !tried.client.isConnected());
                survival.lifeGoesOn(cable, instances.one());
                survival.everythingIsBack();
                survival.everythingWorks(11);
                tried.leave();
                Eventually.holds(
                        "latency", PATIENCE, () -> tried.client.latency().isPresent());
            }
        }
    }

    /** Publishes five messages, and changes both records. */
    private void publish(int first) {
        for (int i = first; i < first + 5; i++) {
            assertEquals(
                    i,
                    observer.commandSync("publish", new Publication("kept:" + name, String.valueOf(i)), Integer.class));
            observer.publishRecordUpdateSync("note:" + name, value(i));
            observer.publishRecordUpdateSync("note:whole-" + name, value(i));
        }
    }

    private static JsonValue value(int number) {
        return Json.object().add("n", number).add("text", "as it was").build();
    }

    private void everythingWorks(int first) {
        publish(first);
        String id = tried.client.connectionId();
        assertEquals(
                Json.readTrusted("6"),
                observer.commandSync("ask", new Connection(id, Json.provider().createValue(5)), JsonValue.class));
        int before = tried.told().size();
        observer.commandSync("tell", new Note("room:" + name, "hello"), Void.class);
        Eventually.equal("told", PATIENCE, before + 1, () -> tried.told().size());
        int last = first + 4;
        Eventually.equal("messages", PATIENCE, numbers(last), tried::messages);
        Eventually.equal("by patches", PATIENCE, value(last), tried.note::value);
        Eventually.equal("as a whole", PATIENCE, value(last), tried.wholeNote::value);
        assertEquals(tried.note.version(), tried.wholeNote.version());
        PresenceSubscription watched = observer.subscribePresenceSync("room:" + name);
        Eventually.equal("its state", PATIENCE, Json.string("typing"), () -> watched.value()
                .states()
                .get(id));
        assertTrue(watched.value().present().contains(id));
        assertTrue(tried.room.value().present().contains(id));
        watched.close();
        assertEquals(name, observer.getConnectionMetadataSync(id, Map.class).get("name"));
        assertEquals(
                List.of(String.valueOf(last), String.valueOf(last - 1)),
                tried.client.getChannelHistorySync("kept:" + name, 2).messages());
        ClientSections.assertAll(tried.client, observer, name + "-" + first);
    }

    /** While the client is away. */
    private void lifeGoesOn(Cable cable, ServerProcess survivor) {
        CompletableFuture<Integer> waiting = tried.client.command("echo", 7, Integer.class);
        CompletableFuture<Integer> once =
                tried.client.command("echo", 8, Integer.class, CommandOptions.DEFAULT.repeatable(true));
        CompletableFuture<Long> written = tried.client.publishRecordUpdate(
                "note:other-" + name, Map.of("by", "tried"), WriteOptions.DEFAULT.strategy(MergeStrategy.MERGE));
        publish(6);
        cable.lead(survivor.uri("/mesh"));
        assertEquals(7, get(waiting));
        assertEquals(8, get(once));
        assertEquals(1, get(written), "took effect once");
    }

    private void everythingIsBack() {
        Eventually.equal("it is back", PATIENCE, 1, () -> tried.returns().size());
        AllRounder.Return back = tried.returns().get(0);
        assertEquals(List.of(), back.news().refused());
        String id = back.news().connectionId();
        assertEquals(tried.client.connectionId(), id);
        // All that before the client says that it is back.
        assertTrue(back.room().present().contains(id));
        assertEquals(Json.string("typing"), back.room().states().get(id));
        assertEquals(name, back.metadata().get("name"));
        assertEquals(value(10), back.note());
        assertEquals(numbers(10), back.messages());
        assertNotEquals(0, tried.note.version());
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
