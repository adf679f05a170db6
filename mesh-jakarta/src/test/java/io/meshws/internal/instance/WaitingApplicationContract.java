package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.ConnectionClosed;
import io.meshws.RecordChanged;
import io.meshws.internal.host.Workers;
import io.meshws.internal.time.Scheduler;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonNumber;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that waits on the wrong thread holds up only itself, on every engine. */
@Timeout(120)
abstract class WaitingApplicationContract {
    private static final String WORKER = "worker";
    private static final Scheduler SCHEDULER = (task, delay) -> {
        CompletableFuture<Void> run = CompletableFuture.runAsync(
                task, CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS));
        return () -> run.cancel(false);
    };

    private final Workers workers = new Workers(2, task -> new Thread(task, WORKER), SCHEDULER, System::nanoTime);
    private final CountDownLatch end = new CountDownLatch(1);
    private TestInstance instance;

    abstract TestInstance newInstance(Executor workers);

    @BeforeEach
    void start() {
        instance = newInstance(workers);
    }

    @AfterEach
    void stop() {
        end.countDown();
        instance.close();
        workers.close();
    }

    private void holdThread() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits as a naive application does. */
    private static <T> T wait(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private CompletionStage<Integer> nested(int depth) {
        return instance.mesh.rooms().members("r").thenApply(members -> depth == 1 ? 1 : 1 + wait(nested(depth - 1)));
    }

    /** Methods added to the API later are checked here too. */
    @Test
    void continuationsOfAnyStageRunOnAWorkerOrOnTheChainingThread() throws ReflectiveOperationException {
        TestClient client = instance.connect();
        Api api = new Api(instance, client);
        instance.mesh.records().index(Pattern.compile("p"));
        Map<String, CompletionStage<String>> threads = new TreeMap<>();
        Map<Method, Object> methods = new HashMap<>();
        api.facades().forEach((type, facade) -> Arrays.stream(type.getMethods())
                .filter(method -> CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .forEach(method -> methods.put(method, facade)));
        // Requests to a client that is closed have failed before anything is chained to them.
        List<Method> inOrder = methods.keySet().stream()
                .sorted(Comparator.comparing(method -> method.getName().startsWith("close")))
                .toList();
        for (Method method : inOrder) {
            Object[] arguments =
                    Arrays.stream(method.getParameters()).map(api::argument).toArray();
            method.setAccessible(true);
            CompletionStage<?> stage = (CompletionStage<?>) method.invoke(methods.get(method), arguments);
            threads.put(method.toGenericString(), stage.handle((result, failure) -> Thread.currentThread()
                    .getName()));
        }
        client.vanish();
        String here = Thread.currentThread().getName();
        threads.forEach((method, thread) ->
                assertTrue(Set.of(WORKER, here).contains(get(thread)), () -> method + " ends on " + get(thread)));
        assertTrue(threads.size() > 40, threads::toString);
        assertTrue(threads.values().stream().anyMatch(thread -> get(thread).equals(WORKER)), "some take their time");
    }

    @Test
    void waitsInsideWaitsEndHoweverManyThereAre() {
        List<CompletionStage<Integer>> all =
                IntStream.range(0, 40).mapToObj(i -> nested(4)).toList();
        all.forEach(one -> assertEquals(4, get(one)));
        assertEquals(Set.of(), get(instance.mesh.rooms().members("r")));
    }

    @Test
    void othersGoOnWhileAllThatFollowsIsHeld() {
        for (int i = 0; i < 20; i++) {
            instance.mesh.records().write("held", i).thenAcceptAsync(version -> holdThread(), workers);
        }
        TestClient client = instance.connect();
        for (int i = 0; i < 20; i++) {
            assertTrue(client.call("mesh/join-room", "{\"roomName\":\"room " + i + "\"}")
                    .asJsonObject()
                    .getBoolean("success"));
        }
        get(instance.mesh.rooms().members("r").thenApply(members -> true));
    }

    @Test
    void codeAfterAWriteMayWaitForTheNextOneOfTheSameRecord() {
        List<CompletionStage<Long>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            all.add(instance.mesh
                    .records()
                    .write("r", "first " + i)
                    .thenApply(version -> wait(instance.mesh.records().write("r", "second " + number))));
        }
        all.forEach(Eventually::get);
        assertEquals(40, get(instance.mesh.records().get("r")).version());
    }

    @Test
    void observersOfRecordsMayWaitAndAreToldInOrder() {
        List<Long> told = new ArrayList<>();
        instance.observer = event -> {
            if (event instanceof RecordChanged change && change.recordId().equals("r")) {
                wait(instance.mesh
                        .rooms()
                        .members("r")
                        .thenApply(members -> wait(instance.mesh.records().write("other", change.version()))));
                told.add(change.version());
            }
        };
        List<CompletionStage<Long>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(instance.mesh.records().write("r", i));
        }
        all.forEach(Eventually::get);
        assertEquals(IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList(), told);
    }

    @Test
    void theFunctionForTheUserMayWait() {
        instance.mesh.presence().track("lobby");
        instance.mesh
                .presence()
                .identify(connection -> Optional.of(
                        "user " + wait(instance.mesh.rooms().members("r")).size()));
        List<CompletionStage<Boolean>> joins = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            joins.add(instance.mesh.rooms().add("lobby", instance.connect().id()));
        }
        joins.forEach(Eventually::get);
        assertEquals(
                Set.of("user 0"),
                get(instance.mesh.presence().presentUsers("lobby")).keySet());
    }

    @Test
    void conditionsOnMetadataMayWait() {
        for (int i = 0; i < 5; i++) {
            TestClient client = instance.connect();
            get(instance.mesh.connections().setMetadata(client.id(), i));
        }
        List<CompletionStage<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int wanted = i;
            all.add(instance.mesh
                    .connections()
                    .sendWhere(
                            metadata ->
                                    wait(nested(2)) == 2 && metadata.toString().equals(String.valueOf(wanted)),
                            "found",
                            1));
        }
        all.forEach(one -> assertEquals(1, get(one)));
    }

    @Test
    void middlewareAroundMeshsOwnCommandsMayWait() {
        instance.mesh
                .registry()
                .use(
                        (context, chain) -> chain.proceed().thenApply(result -> {
                            wait(nested(2));
                            return result;
                        }),
                        List.of("mesh/join-room"));
        List<TestClient> clients = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(instance.connect());
            ids.add(clients.get(i).request("mesh/join-room", "{\"roomName\":\"r\"}"));
        }
        for (int i = 0; i < 10; i++) {
            assertTrue(clients.get(i).reply(ids.get(i)).asJsonObject().getBoolean("success"));
        }
    }

    @Test
    void codeAfterAnAnswerMayWaitForTheSameClientsNext() {
        TestClient client = instance.connect();
        CompletableFuture<Integer> sum = client.connection()
                .request("first", null, Integer.class, Duration.ofSeconds(10))
                .thenApply(first -> first
                        + wait(client.connection().request("second", null, Integer.class, Duration.ofSeconds(10))));
        // This thread is the container's: only it reads the client's frames.
        answer(client, "first", 1);
        answer(client, "second", 2);
        assertEquals(3, get(sum));
    }

    private static void answer(TestClient client, String command, int answer) {
        String id = client.await(frame -> frame.getString("command").equals(command))
                .getString("id");
        client.sendText("{\"id\":" + Json.quote(id) + ",\"command\":\"mesh/reply\",\"payload\":" + answer + "}");
    }

    @Test
    void codeAfterATimeOutDoesNotHoldTheTick() {
        TestClient client = instance.connect();
        CompletableFuture<Void> after = client.connection()
                .request("ignored", null, JsonNumber.class, Duration.ofSeconds(1))
                .handle((answer, failure) -> {
                    holdThread();
                    return null;
                });
        instance.clock.advance(Duration.ofSeconds(2));
        instance.mesh.tick();
        assertFalse(after.isDone());
        end.countDown();
        get(after);
    }

    @Test
    void anObserverOfConnectionsHoldsUpNeitherTheTickNorSenders() {
        instance.observer = event -> {
            if (event instanceof ConnectionClosed) {
                holdThread();
            }
        };
        TestClient silent = instance.connect();
        TestClient broken = instance.connect();
        TestClient listening = instance.connect();
        for (TestClient client : List.of(broken, listening)) {
            get(instance.mesh.rooms().add("r", client.id()));
        }
        broken.breaks();
        get(instance.mesh.broadcastRoom("r", "news", 1));
        listening.event("news");
        Eventually.holds(() -> {
            instance.clock.advance(Duration.ofSeconds(1));
            List.of(broken, listening).forEach(client -> client.sendText("{\"command\":\"pong\"}"));
            instance.mesh.tick();
            return silent.closeCode() != null;
        });
        assertEquals(List.of(), instance.closed);
        end.countDown();
        Eventually.holds(() -> instance.closed.size() == 2);
    }
}
