package io.meshws.internal.connection;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ClusterUnavailableException;
import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.internal.cluster.Bus;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.internal.cluster.Instances;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.internal.connection.OwnerRequest.AskClient;
import io.meshws.internal.connection.OwnerRequest.CloseSeveral;
import io.meshws.internal.connection.OwnerRequest.JoinRoom;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.testing.Clusters;
import io.meshws.testing.ManualClock;
import io.meshws.testing.ManualTransport;
import io.meshws.testing.RecordingReceiver;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OwnerCallsTest {
    private final ManualClock clock = new ManualClock();
    private final Map<String, Node> nodes = new HashMap<>();
    private final List<ClusterMessage> sent = new ArrayList<>();
    private int looks;
    /** As the store knows them. */
    private final Set<String> living = new HashSet<>();

    private final Instances instances = (Instances) Proxy.newProxyInstance(
            Instances.class.getClassLoader(), new Class<?>[] {Instances.class}, (p, m, given) -> {
                assertEquals("living", m.getName());
                looks++;
                return CompletableFuture.completedStage(Set.copyOf(living));
            });

    private final Node here = new Node();
    private final Node there = new Node();

    /** One instance, with a bus that reaches the others of this test. */
    private final class Node implements Bus {
        final MemoryCluster memory = Clusters.memory();
        final ConnectionTable connections;
        final OwnerCalls calls;

        Node() {
            memory.start(new RecordingReceiver());
            Cluster cluster = (Cluster) Proxy.newProxyInstance(
                    Cluster.class.getClassLoader(),
                    new Class<?>[] {Cluster.class},
                    (proxy, method, given) -> switch (method.getName()) {
                        case "bus" -> this;
                        case "instances" -> instances;
                        default -> method.invoke(memory, given);
                    });
            Environment environment = new Environment(Runnable::run, clock, clock);
            JsonBinding json = new JsonBinding(JsonbBuilder.create());
            ClientRequests requests = new ClientRequests(json, new AppStages(Runnable::run), clock);
            connections = new ConnectionTable(
                    MeshConfig.builder().build(),
                    cluster,
                    json,
                    requests,
                    new Attention(clock),
                    new FailureLog(clock),
                    environment,
                    broken -> {});
            calls = new OwnerCalls(cluster, connections, environment, OwnerCallsTest::describe);
            nodes.put(memory.instanceId(), this);
            living.add(memory.instanceId());
        }

        String connect() {
            Connection connection = connections.open(
                    new Handshake("/mesh", "", Map.of(), Map.of(), Optional.empty()), new ManualTransport());
            connections.letIn(connection);
            return connection.id();
        }

        @Override
        public CompletionStage<Boolean> sendTo(String instanceId, ClusterMessage message) {
            sent.add(message);
            Node node = nodes.get(instanceId);
            if (node != null) {
                node.calls.received(message);
            }
            return CompletableFuture.completedStage(node != null);
        }

        @Override
        public CompletionStage<Void> sendToRoom(String room, ClusterMessage message) {
            throw new AssertionError("calls go to owners");
        }

        @Override
        public CompletionStage<Void> sendToAll(ClusterMessage message) {
            throw new AssertionError("calls go to owners");
        }
    }

    private static ErrorBody describe(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CommandException known
                ? new ErrorBody(known.getMessage(), known.code(), known.name(), null)
                : ErrorCode.ESERVER.body("failed: " + cause.getMessage());
    }

    @Test
    void onTheSameInstanceNothingIsEncoded() {
        String id = here.connect();
        JsonValue answer = JsonValue.EMPTY_JSON_OBJECT;
        AskClient request = new AskClient("ask", answer, Duration.ofSeconds(1));
        here.calls.perform(AskClient.class, (connection, given) -> {
            assertEquals(id, connection.id());
            assertSame(request, given);
            return CompletableFuture.completedStage(answer);
        });
        assertSame(answer, get(here.calls.call(id, request)));
        assertEquals(List.of(), sent);
    }

    @Test
    void anotherInstanceIsAskedByMessage() {
        String id = there.connect();
        there.calls.perform(
                JoinRoom.class,
                (connection, request) -> CompletableFuture.completedStage(
                        connection.id().equals(id) && request.room().equals("r")));
        assertTrue(get(here.calls.call(id, new JoinRoom("r"))));
        assertEquals(2, sent.size());
    }

    @Test
    void missingConnectionsAreGoneOnEveryInstance() {
        here.calls.perform(JoinRoom.class, (connection, request) -> CompletableFuture.completedStage(true));
        there.calls.perform(JoinRoom.class, (connection, request) -> CompletableFuture.completedStage(true));
        String closedHere = here.connect();
        here.connections.closed(here.connections.find(closedHere));
        String closedThere = there.connect();
        there.connections.closed(there.connections.find(closedThere));
        for (String id : List.of(closedHere, closedThere, "nobody.1", "no connection id", "")) {
            assertTrue(Connection.isGone(failure(here.calls.call(id, new JoinRoom("r")))), id);
            assertTrue(get(here.calls.call(id, new JoinRoom("r"), () -> CompletableFuture.completedStage(true))), id);
        }
    }

    @Test
    void aCallIsDoneInsteadOnlyIfItsConnectionIsGone() {
        String id = there.connect();
        there.calls.perform(
                JoinRoom.class,
                (connection, request) -> CompletableFuture.failedStage(new CommandException(ErrorCode.EBUSY, "full")));
        CompletionStage<Boolean> result = here.calls.call(id, new JoinRoom("r"), () -> {
            throw new AssertionError("it is there");
        });
        assertEquals("full", failure(result).getMessage());
    }

    @Test
    void anOwnerThatThrowsFailsTheCall() {
        for (Node node : List.of(here, there)) {
            String id = node.connect();
            node.calls.perform(JoinRoom.class, (connection, request) -> {
                throw new IllegalStateException("no");
            });
            Throwable failure = failure(here.calls.call(id, new JoinRoom("r")));
            assertEquals(node == here ? "no" : "failed: no", failure.getMessage());
        }
    }

    @Test
    void withoutAnAnswerInTimeTheOutcomeIsUnknown() {
        String id = there.connect();
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        there.calls.perform(JoinRoom.class, (connection, request) -> late);
        CompletableFuture<Boolean> result = here.calls.call(id, new JoinRoom("r"));
        clock.advance(OwnerRequest.TIMEOUT.minusMillis(1));
        here.calls.tick();
        assertFalse(result.isDone());
        clock.advance(Duration.ofMillis(1));
        assertInstanceOf(ClusterUnavailableException.class, failure(result));
        // Nobody waits for it any more.
        late.complete(true);
    }

    @Test
    void aTickEndsACallThatNoTaskOfTheServerEnded() {
        String id = there.connect();
        there.calls.perform(JoinRoom.class, (connection, request) -> new CompletableFuture<>());
        CompletableFuture<Boolean> result = here.calls.call(id, new JoinRoom("r"));
        there.calls.perform(AskClient.class, (connection, request) -> new CompletableFuture<>());
        CompletableFuture<JsonValue> patient =
                here.calls.call(id, new AskClient("ask", JsonValue.NULL, Duration.ofSeconds(Long.MAX_VALUE)));
        clock.advance(OwnerRequest.TIMEOUT.minusSeconds(1));
        here.calls.tick();
        here.calls.stop();
        assertEquals(0, clock.planned());
        clock.advance(Duration.ofSeconds(1));
        assertFalse(result.isDone());
        here.calls.tick();
        assertInstanceOf(ClusterUnavailableException.class, failure(result));
        assertFalse(patient.isDone());
    }

    @Test
    void aCallToADeadInstanceIsUnknownAsSoonAsItIsDeclaredDead() {
        String id = there.connect();
        there.calls.perform(JoinRoom.class, (connection, request) -> new CompletableFuture<>());
        here.calls.perform(JoinRoom.class, (connection, request) -> new CompletableFuture<>());
        CompletableFuture<Boolean> toTheDead = here.calls.call(id, new JoinRoom("r"));
        CompletableFuture<Boolean> own = here.calls.call(here.connect(), new JoinRoom("r"));
        clock.advance(Duration.ofSeconds(1));
        here.calls.tick();
        assertFalse(toTheDead.isDone());
        living.remove(there.memory.instanceId());
        CompletableFuture<Boolean> young = here.calls.call(id, new JoinRoom("r"));
        here.calls.tick();
        ClusterUnavailableException unknown = assertInstanceOf(ClusterUnavailableException.class, failure(toTheDead));
        assertTrue(unknown.getMessage().contains("is gone; whether"), unknown.getMessage());
        assertFalse(own.isDone() || young.isDone());
    }

    @Test
    void aStoreThatForgotThisInstanceTooSaysNothingOfTheOthers() {
        String id = there.connect();
        there.calls.perform(JoinRoom.class, (connection, request) -> new CompletableFuture<>());
        CompletableFuture<Boolean> waiting = here.calls.call(id, new JoinRoom("r"));
        living.clear();
        clock.advance(Duration.ofSeconds(1));
        here.calls.tick();
        assertFalse(waiting.isDone());
    }

    @Test
    void nobodyIsLookedForUnlessACallWaitsForLong() {
        String id = there.connect();
        there.calls.perform(JoinRoom.class, (connection, request) -> new CompletableFuture<>());
        here.calls.tick();
        here.calls.call(id, new JoinRoom("r"));
        here.calls.tick();
        assertEquals(0, looks);
        clock.advance(Duration.ofSeconds(1));
        here.calls.tick();
        assertEquals(1, looks);
    }

    @Test
    void aCancelledRequestToAClientIsCancelledAtItsOwnerAndNothingElseIs() {
        String id = there.connect();
        CompletableFuture<JsonValue> answer = new CompletableFuture<>();
        there.calls.perform(AskClient.class, (connection, request) -> answer);
        CompletableFuture<JsonValue> result =
                here.calls.call(id, new AskClient("ask", JsonValue.NULL, Duration.ofSeconds(1)));
        result.cancel(false);
        assertTrue(answer.isCancelled());
        // A change that began goes on: others wait for its end.
        CompletableFuture<Boolean> joined = new CompletableFuture<>();
        there.calls.perform(JoinRoom.class, (connection, request) -> joined);
        here.calls.call(id, new JoinRoom("r")).cancel(false);
        assertFalse(joined.isDone());
    }

    @Test
    void severalConnectionsOfOneOwnerAreOneMessage() {
        there.calls.perform(
                CloseSeveral.class,
                request ->
                        CompletableFuture.completedStage(request.connectionIds().size()));
        CloseSeveral request = new CloseSeveral(Set.of("a.1", "a.2"));
        CompletionStage<Integer> none = CompletableFuture.completedStage(0);
        assertEquals(2, get(here.calls.callOwner(there.memory.instanceId(), request, () -> none)));
        assertEquals(0, get(here.calls.callOwner("nobody", request, () -> none)));
    }
}
