package io.meshws.internal.record;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.internal.cluster.ClusterMessage.RecordChange;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.Transport;
import io.meshws.testing.Clusters;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.Paces;
import io.meshws.testing.RecordingReceiver;
import io.meshws.testing.TestInstance;
import io.meshws.testing.Throwing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordReplicaTest {
    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final MemoryCluster cluster = Clusters.memory();
    private final Throwing<RecordStore> store = new Throwing<>(RecordStore.class, cluster.records());
    private final List<RecordReplica> retired = new ArrayList<>();
    private final RecordReplica replica = new RecordReplica("r", store.get(), false, Paces.alone(), retired::add);
    private final List<String> sent = new ArrayList<>();
    /** Runs while the next frame is being sent. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void start() {
        // The tests pass on the store's changes.
        cluster.start(new RecordingReceiver());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private void follow() {
        get(join(connect(), RecordMode.FULL)).replied(true);
        sent.clear();
    }

    private Connection connect() {
        Transport transport = new Transport() {
            @Override
            public void send(String frame, Done done) {
                sent.add(frame);
                Runnable now = meanwhile;
                meanwhile = () -> {};
                now.run();
                done.done(null);
            }

            @Override
            public void close(int code, String reason) {}
        };
        return instance.connect(transport);
    }

    private CompletionStage<RecordSubscription> join(Connection connection, RecordMode mode) {
        return join(connection, mode, 0);
    }

    private CompletionStage<RecordSubscription> join(Connection connection, RecordMode mode, long seen) {
        return replica.join(
                        connection.topics().request(Subscribers.RECORDS, "r"),
                        new Subscriber(connection, mode, seen),
                        true,
                        () -> {
                            throw new AssertionError("has retired");
                        })
                .thenApply(Optional::orElseThrow);
    }

    private static Version version(long number) {
        return number == 0 ? Version.NONE : new Version("e", "w" + number, number);
    }

    private RecordChange written(long version) {
        Write write = new Write(
                "r",
                "w" + version,
                version(version - 1),
                "e",
                Long.toString(version),
                List.of(new RecordStep(null, Long.toString(version))),
                0,
                false);
        assertTrue(get(store.get().write(write)).isEmpty());
        return write.change();
    }

    @Test
    void aSlowReplicaDropsChangesThatItCannotHoldAndReadsTheRecordAgain() {
        int last = 20_000;
        follow();
        meanwhile = () -> {
            for (int version = 2; version <= last; version++) {
                replica.received(written(version));
            }
        };
        replica.received(written(1));
        assertEquals(2, sent.size(), () -> sent.size() + " updates");
        assertTrue(sent.get(1).contains("\"full\":" + last + ",\"version\":" + last + "}"), sent.get(1));
        replica.received(written(last + 1));
        assertTrue(sent.get(2).contains("\"version\":" + (last + 1) + "}"));
    }

    @Test
    void aClientThatSawALaterVersionElsewhereDoesNotGoBack() {
        follow();
        RecordChange first = written(1);
        RecordChange second = written(2);
        assertEquals(0, get(join(connect(), RecordMode.FULL)).version());
        RecordSubscription ahead = get(join(connect(), RecordMode.FULL, 2));
        assertEquals(2, ahead.version());
        ahead.replied(true);
        sent.clear();
        replica.received(first);
        replica.received(second);
        assertEquals(List.of(), sent);
    }

    @Test
    void aVersionThatTheRecordDoesNotHaveAnyMoreHoldsNobodyUp() {
        follow();
        replica.received(written(1));
        assertEquals(1, get(join(connect(), RecordMode.FULL, 7)).version());
    }

    @Test
    void aChangeWhileTheReplyIsSentFollowsItAsAPatch() {
        RecordSubscription subscription = joinInPatchMode();
        replica.received(counted(1));
        assertEquals(List.of(), sent);
        subscription.replied(true);
        assertEquals(1, sent.size(), sent::toString);
        assertTrue(sent.get(0).contains("\"patch\":" + patch(1) + ",\"version\":1}"), sent.get(0));
        replica.received(counted(2));
        assertTrue(sent.get(1).contains("\"patch\":" + patch(2) + ",\"version\":2}"), sent.get(1));
    }

    @Test
    void severalChangesWhileTheReplyIsSentFollowItAsOneFullValue() {
        RecordSubscription subscription = joinInPatchMode();
        replica.received(counted(1));
        replica.received(counted(2));
        subscription.replied(true);
        assertEquals(1, sent.size(), sent::toString);
        assertTrue(sent.get(0).contains("\"full\":{\"count\":2},\"version\":2}"), sent.get(0));
        replica.received(counted(3));
        assertTrue(sent.get(1).contains("\"patch\":" + patch(3) + ",\"version\":3}"), sent.get(1));
    }

    private RecordSubscription joinInPatchMode() {
        RecordSubscription subscription = get(join(connect(), RecordMode.PATCH));
        sent.clear();
        return subscription;
    }

    private static RecordChange counted(long version) {
        return new RecordChange(
                "r", version(version - 1), version(version), List.of(new RecordStep(patch(version), null)));
    }

    private static String patch(long version) {
        return "[{\"op\":\"add\",\"path\":\"/count\",\"value\":" + version + "}]";
    }

    @Test
    void anErrorOfTheStoreFailsTheSubscriptionAndMakesRoomForTheNext() {
        Error error = store.next();
        assertSame(error, failure(join(instance.connect(new ManualTransport()), RecordMode.FULL)));
        assertEquals(List.of(replica), retired);
    }

    @Test
    void ifAChangeCannotBeAppliedTheRecordIsReadAgain() {
        follow();
        written(1);
        replica.received(new RecordChange("r", version(0), version(1), List.of(new RecordStep("no JSON", null))));
        assertEquals(List.of(), sent);
        replica.tick(true);
        assertEquals(1, sent.size());
        assertTrue(sent.get(0).contains("\"full\":1,\"version\":1}"), sent.get(0));
    }
}
