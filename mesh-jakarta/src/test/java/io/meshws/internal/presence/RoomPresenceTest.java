package io.meshws.internal.presence;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.ClusterMessage.PresenceChange;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.Member;
import io.meshws.internal.cluster.PresenceDirectory.Version;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.host.Environment;
import io.meshws.internal.time.Agenda;
import io.meshws.testing.Clusters;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import io.meshws.testing.Throwing;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomPresenceTest {
    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final MemoryCluster cluster = Clusters.memory();
    private final Throwing<PresenceDirectory> directory = new Throwing<>(PresenceDirectory.class, cluster.presence());
    private final PresenceSweep sweep =
            new PresenceSweep(cluster, new Agenda<>(instance.clock, instance.clock, room -> {}), instance.clock);
    private final Environment environment = new Environment(Runnable::run, instance.clock, instance.clock);
    private final RoomPresence lobby = new RoomPresence("lobby", directory.get(), sweep, environment, this::retired);
    private final List<RoomPresence> retired = new ArrayList<>();
    private final TestClient client = instance.connect();

    @BeforeEach
    void start() {
        // The tests pass on the store's changes.
        cluster.start(new RecordingReceiver());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private void retired(RoomPresence room) {
        retired.add(room);
    }

    private CompletionStage<PresenceSubscription> subscribe() {
        return subscribe(lobby, client);
    }

    private static CompletionStage<PresenceSubscription> subscribe(RoomPresence room, TestClient client) {
        return room.subscribe(
                        client.connection().topics().request(RoomPresence.ROOMS, "lobby"),
                        client.connection(),
                        Grouping.CONNECTION,
                        () -> {
                            throw new AssertionError("has retired");
                        })
                .thenApply(Optional::orElseThrow);
    }

    private void join(String id) {
        get(cluster.presence().join("lobby", List.of(new Member(id, id, Optional.empty())), Duration.ofMinutes(1)));
    }

    private List<String> updates() {
        return client.events("mesh/presence-update").stream()
                .map(update -> update.asJsonObject().getString("connectionId"))
                .toList();
    }

    @Test
    void anErrorOfTheStoreFailsTheSubscriptionAndNotTheNext() {
        Error error = directory.next();
        assertSame(error, failure(subscribe()));
        join("a");
        PresenceSubscription subscription = get(subscribe());
        assertEquals(Set.of("a"), subscription.present().users().keySet());
        subscription.replied(false, List.of());
        assertEquals(List.of(), retired);
        lobby.tick(0);
        assertEquals(List.of(lobby), retired);
    }

    @Test
    void aRoomIsForgottenIfItsOnlySubscriptionFailed() {
        Error error = directory.next();
        assertSame(error, failure(subscribe()));
        lobby.tick(0);
        assertEquals(List.of(lobby), retired);
    }

    @Test
    void aSubscriberThatComesWhileTheRoomIsLeftIsToldTheMembersOfThatMoment() {
        CompletableFuture<Void> unwatched = new CompletableFuture<>();
        PresenceDirectory slow = (PresenceDirectory) Proxy.newProxyInstance(
                PresenceDirectory.class.getClassLoader(),
                new Class<?>[] {PresenceDirectory.class},
                (proxy, method, arguments) -> method.getName().equals("unwatch")
                        ? unwatched.thenCompose(done -> cluster.presence().unwatch("lobby"))
                        : method.invoke(cluster.presence(), arguments));
        RoomPresence left = new RoomPresence("lobby", slow, sweep, environment, this::retired);
        join("a");
        get(subscribe(left, client)).replied(false, List.of());
        left.tick(0);
        get(cluster.presence().leave("lobby", List.of("a")));
        join("b");
        CompletionStage<PresenceSubscription> next = subscribe(left, client);
        left.tick(0);
        assertFalse(next.toCompletableFuture().isDone());
        unwatched.complete(null);
        assertEquals(Set.of("b"), get(next).present().users().keySet());
        get(next).replied(true, List.of());
        left.received(new PresenceChange("lobby", new Version("", 4), 0, "[[\"join\",\"c\",\"c\"]]"));
        assertEquals(List.of("c"), updates());
        assertEquals(List.of(), retired);
    }

    @Test
    void ifAChangeCannotBeReadAllIsReadAgain() {
        get(subscribe()).replied(true, List.of());
        join("a");
        lobby.received(new PresenceChange("lobby", new Version("", 1), 0, "no JSON"));
        assertEquals(List.of(), updates());
        directory.next();
        lobby.tick(0);
        assertEquals(List.of(), updates());
        lobby.tick(0);
        assertEquals(List.of("a"), updates());
        join("b");
        lobby.received(new PresenceChange("lobby", new Version("", 2), 0, "[[\"join\",\"b\",\"b\"]]"));
        assertEquals(List.of("a", "b"), updates());
    }

    @Test
    void aChangeThatContradictsTheKnownStateHasAllReadAgain() {
        for (PresenceChange contradiction : List.of(
                // The store went back, and used the number again.
                new PresenceChange("lobby", new Version("", 1), Long.MAX_VALUE, "[]"),
                new PresenceChange("lobby", new Version("another", 1), 0, "[]"),
                new PresenceChange("lobby", new Version("another", 2), 0, "[]"))) {
            RoomPresence followed = new RoomPresence("lobby", directory.get(), sweep, environment, this::retired);
            TestClient watcher = instance.connect();
            get(subscribe(followed, watcher)).replied(true, List.of());
            join("a");
            followed.received(new PresenceChange("lobby", new Version("", 1), 0, "[[\"join\",\"a\",\"a\"]]"));
            join("b");
            // It was there when everything was read, or was already announced.
            followed.received(new PresenceChange("lobby", new Version("", 1), 0, "[]"));
            assertEquals(1, watcher.events("mesh/presence-update").size());
            followed.received(contradiction);
            assertEquals(2, watcher.events("mesh/presence-update").size(), () -> "" + contradiction);
            get(cluster.presence().leave("lobby", List.of("a", "b")));
            get(cluster.presence().unwatch("lobby"));
        }
    }
}
