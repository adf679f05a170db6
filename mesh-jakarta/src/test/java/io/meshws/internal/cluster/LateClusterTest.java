package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.serial.Attempt;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.Throwing;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateClusterTest {
    private final List<InstanceNames> identities = new ArrayList<>();
    private final MemoryCluster made = Clusters.memory();
    private final LateCluster late = new LateCluster(identity -> {
        identities.add(identity);
        return made;
    });
    private final RecordingReceiver receiver = new RecordingReceiver();
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void stop() {
        late.stop();
        log.close();
    }

    @Test
    void beforeTheWebApplicationStartsEveryOperationFailsAndTheLogSaysWhyOnce() {
        CompletionStage<Void> started = late.start(receiver);

        assertFalse(started.toCompletableFuture().isDone());
        assertFalse(late.isAvailable());
        List<Supplier<CompletionStage<?>>> operations = List.of(
                () -> late.rooms().all(),
                () -> late.connections().metadata("c"),
                () -> late.channels().publish("c", "1", 0),
                () -> late.records().read("r"),
                () -> late.presence().leave("p", List.of()),
                () -> late.instances().living(),
                () -> late.bus().sendToRoom("r", null));
        operations.forEach(operation -> assertInstanceOf(ClusterUnavailableException.class, failure(operation.get())));
        assertEquals(
                List.of("WARNING MESH-0011 An operation that needs Redis failed because the web application has"
                        + " not started yet: without mesh.redis.prefix, the names of keys depend on its context path"),
                log.withId("MESH-0011"));
    }

    /** LateCluster could not refuse a method that doesn't. */
    @Test
    void everyOperationOfAClusterAnswersWithAStage() {
        Stream.of(
                        Bus.class,
                        ConnectionDirectory.class,
                        RoomDirectory.class,
                        ChannelLog.class,
                        RecordStore.class,
                        PresenceDirectory.class,
                        Instances.class)
                .flatMap(part -> Stream.of(part.getMethods()))
                .forEach(method -> assertEquals(CompletionStage.class, method.getReturnType(), method.toString()));
    }

    @Test
    void fromItsStartOnEveryOperationReachesTheClusterThatWasMade() {
        RoomDirectory rooms = late.rooms();
        CompletionStage<Void> started = late.start(receiver);
        get(late.begin("/shop"));
        get(late.begin("/other"));

        assertTrue(started.toCompletableFuture().isDone());
        assertTrue(late.isAvailable());
        assertEquals(1, receiver.rejoins());
        assertEquals(List.of(InstanceNames.of(late.instanceId(), Optional.of("/shop"), Optional.empty())), identities);
        get(rooms.join("lobby", late.instanceId() + ".1"));
        assertEquals(Set.of("lobby"), get(made.rooms().all()));
        assertEquals(List.of(), log.withId("MESH-0011"));
    }

    @Test
    void exceptionsOfTheClusterAreThrown() {
        Throwing<RoomDirectory> rooms = new Throwing<>(RoomDirectory.class, made.rooms());
        Object cluster = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Cluster.class},
                (self, method, given) -> method.getName().equals("rooms") ? rooms.get() : method.invoke(made, given));
        LateCluster throwing = new LateCluster(identity -> (Cluster) cluster);
        throwing.start(receiver);
        get(throwing.begin(""));
        Error thrown = rooms.next();
        assertSame(thrown, failure(Attempt.of(() -> throwing.rooms().all())));
    }

    @Test
    void oneThatStopsBeforeNeverBegins() {
        late.start(receiver);
        get(late.stop());
        late.begin("/shop");
        assertEquals(List.of(), identities);
        assertFalse(late.isAvailable());
    }
}
