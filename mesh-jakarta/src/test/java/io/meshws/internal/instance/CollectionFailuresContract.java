package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;
import static io.meshws.testing.Eventually.holds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CollectionResolver;
import io.meshws.Guard;
import io.meshws.MeshProperty;
import io.meshws.RecordQuery;
import io.meshws.RecordSelection;
import io.meshws.TransactionResult;
import io.meshws.testing.TestClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolvers and guards that don't answer hold up only their own client, on every engine. */
abstract class CollectionFailuresContract extends RecordsSetting {
    private static final Pattern TASKS = Pattern.compile("task:.+");
    private static final RecordQuery ALL = RecordQuery.of(TASKS);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @BeforeEach
    void expose() {
        here.mesh.records().expose(TASKS);
        here.mesh.records().index(TASKS);
        there.mesh.records().index(TASKS);
        here.mesh.records().exposeCollection("all", (caller, id) -> ALL);
        get(here.mesh.records().write("task:1", Map.of()));
    }

    private static long subscribing(TestClient client, String collectionId) {
        return client.request("mesh/subscribe-collection", "{\"collectionId\":\"" + collectionId + "\"}");
    }

    private void pass(Duration time) {
        here.clock.advance(time);
        here.mesh.tick();
    }

    private void passTheTimeOfACommand() {
        pass(here.mesh.config().get(MeshProperty.COMMAND_TIMEOUT).plus(SECOND));
    }

    @Test
    void aResolverThatNeverAnswersIsGivenUp() {
        here.mesh
                .records()
                .exposeCollection("hanging", CollectionResolver.async((caller, id) -> new CompletableFuture<>()));
        TestClient client = here.connect();
        long hanging = subscribing(client, "hanging");
        CollectionView all = new CollectionView(client, "all");
        assertEquals(List.of("task:1"), all.ids());

        passTheTimeOfACommand();
        assertEquals("ETIMEOUT", code(client.reply(hanging)));
        get(there.mesh.records().write("task:2", Map.of()));
        holds(() -> all.sorted().equals(List.of("task:1", "task:2")));
        assertEquals(List.of(), client.events("mesh/unsubscribed"));
    }

    @Test
    void anAnswerThatComesTooLateSubscribesNobody() {
        CompletableFuture<RecordSelection> answer = new CompletableFuture<>();
        here.mesh.records().exposeCollection("late", CollectionResolver.async((caller, id) -> answer));
        TestClient client = here.connect();
        long late = subscribing(client, "late");
        passTheTimeOfACommand();
        assertEquals("ETIMEOUT", code(client.reply(late)));

        answer.complete(ALL);
        assertEquals(json("false"), client.call("mesh/unsubscribe-collection", "{\"collectionId\":\"late\"}"));
        assertTrue(new CollectionView(client, "late").reply.getBoolean("success"));
    }

    @Test
    void aGuardOfARecordThatNeverAnswersHoldsUpItsClientAlone() {
        TestClient slow = here.connect();
        TestClient other = here.connect();
        here.mesh
                .records()
                .expose(
                        TASKS,
                        Guard.async((caller, id) -> caller.id().equals(slow.id()) && id.equals("task:1")
                                ? new CompletableFuture<>()
                                : CompletableFuture.completedFuture(true)));
        long hanging = subscribing(slow, "all");
        CollectionView all = new CollectionView(other, "all");
        assertEquals(List.of("task:1"), all.ids());

        passTheTimeOfACommand();
        assertEquals("ETIMEOUT", code(slow.reply(hanging)));
        get(there.mesh.records().write("task:2", Map.of()));
        holds(() -> all.sorted().equals(List.of("task:1", "task:2")));
    }

    @Test
    void aGuardOfALaterRecordThatNeverAnswersHidesThatRecordAlone() {
        here.mesh
                .records()
                .expose(
                        TASKS,
                        Guard.async((caller, id) -> id.equals("task:2")
                                ? new CompletableFuture<>()
                                : CompletableFuture.completedFuture(true)));
        CollectionView all = new CollectionView(here.connect(), "all");
        get(there.mesh.records().write("task:2", Map.of()));
        get(there.mesh.records().write("task:3", Map.of()));
        holds(() -> {
            pass(SECOND);
            return all.sorted().equals(List.of("task:1", "task:3"));
        });
    }

    /** One that was read before, the one that is read, and one that is read afterwards; another one comes. */
    @ParameterizedTest
    @ValueSource(strings = {"all", "some"})
    void recordsThatAreDeletedWhileTheSnapshotIsReadAreNotInIt(String collection) {
        List<String> ids = List.of("task:1", "task:2", "task:3", "task:4", "task:5");
        ids.forEach(id -> get(there.mesh.records().write(id, Map.of())));
        here.mesh.records().exposeCollection("some", (caller, id) -> RecordSelection.ids(ids));
        AtomicBoolean deleted = new AtomicBoolean();
        here.mesh
                .records()
                .expose(
                        TASKS,
                        Guard.async((caller, id) -> id.equals("task:3") && deleted.compareAndSet(false, true)
                                ? there.mesh
                                        .records()
                                        .transaction(
                                                tx -> {
                                                    List.of("task:1", "task:3", "task:5")
                                                            .forEach(tx::delete);
                                                    return true;
                                                },
                                                "task:1",
                                                "task:3",
                                                "task:5")
                                        .thenApply(TransactionResult::value)
                                : CompletableFuture.completedFuture(true)));
        CollectionView view = new CollectionView(here.connect(), collection);
        holds(() -> view.sorted().equals(List.of("task:2", "task:4")));
        get(there.mesh.records().write("task:3", Map.of("again", true)));
        holds(() -> view.sorted().equals(List.of("task:2", "task:3", "task:4")));
        assertEquals(Map.of("task:2", "{}", "task:3", "{\"again\":true}", "task:4", "{}"), texts(view));
    }

    private static Map<String, String> texts(CollectionView view) {
        Map<String, String> texts = new HashMap<>();
        view.state().records().forEach((id, record) -> texts.put(id, record.toString()));
        return texts;
    }

    @Test
    void aResolverThatDoesNotAnswerAgainIsAskedOnceMore() {
        List<CompletableFuture<RecordSelection>> answers = new CopyOnWriteArrayList<>();
        here.mesh.records().exposeCollection("chosen", CollectionResolver.async((caller, id) -> {
            CompletableFuture<RecordSelection> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }));
        TestClient client = here.connect();
        long subscribed = subscribing(client, "chosen");
        holds(() -> answers.size() == 1);
        answers.get(0).complete(RecordSelection.ids("task:1").dependingOn(ALL));
        assertTrue(client.reply(subscribed).asJsonObject().getBoolean("success"));
        holds(() -> answers.size() == 2);

        CollectionView all = new CollectionView(client, "all");
        get(there.mesh.records().write("task:2", Map.of()));
        holds(() -> all.sorted().equals(List.of("task:1", "task:2")));
        holds(() -> {
            client.sendText("{\"command\":\"pong\"}");
            pass(SECOND);
            return answers.size() > 2;
        });
        answers.get(2).complete(RecordSelection.ids("task:1", "task:2").dependingOn(ALL));
        holds(() -> client.events("mesh/collection-diff").stream()
                .anyMatch(each -> each.asJsonObject().getString("collectionId").equals("chosen")));
    }
}
