package io.meshws.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.memory.MemoryCluster;
import io.meshws.protocol.Json;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final TestInstance instance = new TestInstance(
            new MemoryCluster(),
            MeshConfig.builder()
                    .set(MeshProperty.MAX_IN_FLIGHT, 3)
                    .set(MeshProperty.COMMAND_TIMEOUT, Duration.ofSeconds(5))
                    .build());
    private final CommandRegistry commands = instance.mesh.registry();
    private final TestClient client = instance.connect();

    @AfterEach
    void stop() {
        instance.close();
    }

    /** What a handler might return; its shape is what clients get. */
    public record Point(int x, String label) {}

    private static String code(JsonValue payload) {
        return payload.asJsonObject().getString("code");
    }

    private static String error(JsonValue payload) {
        return payload.asJsonObject().getString("error");
    }

    @Test
    void theFirstFrameIsTheConnectionId() {
        assertEquals(
                Json.object()
                        .add("command", "mesh/assign-id")
                        .add("payload", client.id())
                        .build(),
                client.received().get(0));
    }

    @Test
    void aReplyRepeatsIdAndCommand() {
        commands.expose("echo", context -> context.payload());
        long id = client.request("echo", "[1,{\"a\":null}]");
        JsonObject reply = client.await(frame -> frame.containsKey("id"));
        assertEquals("{\"id\":" + id + ",\"command\":\"echo\",\"payload\":[1,{\"a\":null}]}", reply.toString());
    }

    @Test
    void resultsAreWrittenAsJson() {
        commands.expose("null", context -> null);
        commands.expose("text", context -> "a \"quoted\" text\n");
        commands.expose("number", context -> 1.5);
        commands.expose("record", context -> new Point(1, "one"));
        commands.expose("list", context -> List.of(new Point(2, "two")));
        commands.expose("map", context -> Map.of("a", 1));
        assertEquals(JsonValue.NULL, client.call("null", "{}"));
        assertEquals(Json.string("a \"quoted\" text\n"), client.call("text", "{}"));
        assertEquals("1.5", client.call("number", "{}").toString());
        assertEquals("{\"label\":\"one\",\"x\":1}", client.call("record", "{}").toString());
        assertEquals("[{\"label\":\"two\",\"x\":2}]", client.call("list", "{}").toString());
        assertEquals("{\"a\":1}", client.call("map", "{}").toString());
    }

    @Test
    void aStageAnswersWhenItCompletesAndOthersGoAhead() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        commands.expose("slow", context -> slow);
        commands.expose("fast", context -> "fast");
        long first = client.request("slow", "{}");
        assertEquals(Json.string("fast"), client.call("fast", "{}"));
        slow.complete("slow");
        assertEquals(Json.string("slow"), client.reply(first));
    }

    @Test
    void anUnknownCommandIsAnsweredInTheWordsOfTheReference() {
        assertEquals(
                "{\"error\":\"Command \\\"x\\\" not found\",\"code\":\"ENOTFOUND\",\"name\":\"CommandError\"}",
                client.call("x", "{}").toString());
    }

    @Test
    void tenThousandUnknownCommandsAreEachAnswered() {
        IntStream.range(0, 10_000).forEach(i -> client.request("nope" + i, "{}"));
        assertEquals(
                10_000,
                client.received().stream().filter(f -> f.containsKey("id")).count());
        commands.expose("still", context -> "here");
        assertEquals(Json.string("here"), client.call("still", "{}"));
    }

    @Test
    void onlyErrorsMeantForClientsShowTheirText() {
        commands.expose("meant", context -> {
            throw new CommandException("EMINE", "MyError", "for you");
        });
        commands.expose("plain", context -> {
            throw new CommandException("no code");
        });
        commands.expose("secret", context -> {
            throw new IllegalStateException("password=hunter2");
        });
        commands.expose(
                "wrapped",
                context ->
                        CompletableFuture.failedFuture(new RuntimeException(new CommandException("EMINE", "inside"))));
        assertEquals(
                "{\"error\":\"for you\",\"code\":\"EMINE\",\"name\":\"MyError\"}",
                client.call("meant", "{}").toString());
        assertEquals(
                "{\"error\":\"no code\",\"code\":\"ESERVER\",\"name\":\"Error\"}",
                client.call("plain", "{}").toString());
        JsonObject secret = client.call("secret", "{}").asJsonObject();
        assertEquals("ESERVER", secret.getString("code"));
        assertFalse(secret.toString().contains("hunter2"));
        assertFalse(secret.toString().contains("IllegalState"));
        assertTrue(secret.getString("error").contains(secret.getString("ref")));
        assertEquals("inside", error(client.call("wrapped", "{}")));
    }

    @Test
    void anErrorThrownIsAnsweredLikeAnException() {
        commands.expose("overflow", context -> endless(1));
        commands.expose("assertion", context -> {
            throw new AssertionError("inner");
        });
        assertEquals("ESERVER", code(client.call("overflow", "{}")));
        assertEquals("ESERVER", code(client.call("assertion", "{}")));
    }

    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @Test
    void aResultThatCannotBeWrittenIsAnErrorOfTheServer() {
        commands.expose("cycle", context -> new Cycle());
        assertEquals("ESERVER", code(client.call("cycle", "{}")));
        commands.expose("unlinked", context -> new Unlinked());
        assertEquals("ESERVER", code(client.call("unlinked", "{}")));
        commands.expose("unlinked later", context -> CompletableFuture.completedFuture(new Unlinked()));
        assertEquals("ESERVER", code(client.call("unlinked later", "{}")));
    }

    /** Lacks a class. */
    private static final class Unlinked implements JsonValue {
        @Override
        public ValueType getValueType() {
            return ValueType.NUMBER;
        }

        @Override
        public String toString() {
            throw new NoClassDefFoundError("on purpose");
        }
    }

    /** Cannot be expressed in JSON. */
    public static final class Cycle {
        public Cycle getSelf() {
            return this;
        }
    }

    @Test
    void aPayloadThatDoesNotBindNamesThePlace() {
        commands.expose("point", context -> context.payload(Point.class).x());
        assertEquals("7", client.call("point", "{\"x\":7,\"other\":true}").toString());
        JsonValue wrong = client.call("point", "{\"x\":\"seven\"}");
        assertEquals("EPAYLOAD", code(wrong));
        assertTrue(error(wrong).startsWith("payload.x: expected an integer"), error(wrong));
        assertEquals("EPAYLOAD", code(client.call("point", "[]")));
    }

    @Test
    void anAbsentPayloadIsNull() {
        commands.expose("kind", context -> context.payload().getValueType().name());
        client.sendText("{\"id\":77,\"command\":\"kind\"}");
        assertEquals(Json.string("NULL"), client.reply(77));
    }

    @Test
    void aHandlerThatNeverCompletesTimesOutAndItsLateResultIsDropped() {
        CompletableFuture<String> never = new CompletableFuture<>();
        commands.expose("never", context -> never);
        long id = client.request("never", "{}");
        instance.clock.advance(Duration.ofSeconds(4));
        instance.mesh.tick();
        assertTrue(client.received().stream().noneMatch(f -> f.containsKey("id")));
        instance.clock.advance(Duration.ofSeconds(2));
        instance.mesh.tick();
        assertEquals("ETIMEOUT", code(client.reply(id)));
        never.complete("late");
        assertEquals(
                1, client.received().stream().filter(f -> f.containsKey("id")).count());
    }

    @Test
    void aHandlerThatBlocksTimesOutToo() {
        commands.expose("blocks", context -> {
            instance.clock.advance(Duration.ofSeconds(6));
            instance.mesh.tick();
            return "too late";
        });
        assertEquals("ETIMEOUT", code(client.call("blocks", "{}")));
        assertEquals(
                1, client.received().stream().filter(f -> f.containsKey("id")).count());
    }

    @Test
    void moreCommandsInFlightThanAllowedAreRefused() {
        List<CompletableFuture<String>> results = new ArrayList<>();
        commands.expose("wait", context -> {
            CompletableFuture<String> result = new CompletableFuture<>();
            results.add(result);
            return result;
        });
        List<Long> ids = IntStream.range(0, 4)
                .mapToObj(i -> client.request("wait", "{}"))
                .toList();
        assertEquals("EBUSY", code(client.reply(ids.get(3))));
        results.get(0).complete("done");
        assertEquals(Json.string("done"), client.reply(ids.get(0)));
        long again = client.request("wait", "{}");
        results.get(3).complete("room again");
        assertEquals(Json.string("room again"), client.reply(again));
    }

    @Test
    void aClientGoneInTheMiddleOfACommandDisturbsNobody() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        commands.expose("slow", context -> slow);
        client.request("slow", "{}");
        client.vanish();
        slow.complete("nobody hears");
        assertTrue(client.received().stream().noneMatch(f -> f.containsKey("id")));
        TestClient other = instance.connect();
        commands.expose("fast", context -> 1);
        assertEquals("1", other.call("fast", "{}").toString());
    }

    @Test
    void whatIsNoFrameGetsAnErrorAndTheConnectionGoesOn() {
        commands.expose("echo", context -> context.payload());
        for (String text : List.of(
                "",
                "nope",
                "[1]",
                "\"x\"",
                "null",
                "{}",
                "{\"id\":1}",
                "{\"id\":1,\"command\":5}",
                "{\"command\":\"\"}",
                "{\"a\":".repeat(100) + "1" + "}".repeat(100),
                "{\"command\":\"echo\",\"id\":{}}",
                "{\"command\":\"echo\",\"id\":null}",
                "{\"id\":1,\"command\":\"echo\"} trailing")) {
            int before = client.received().size();
            client.sendText(text);
            assertEquals(before + 1, client.received().size(), text);
            assertNotNull(
                    client.received().get(before).get("payload").asJsonObject().get("code"), text);
        }
        instance.mesh.binary(client.connection());
        assertEquals(
                "EBINARY",
                code(client.received().get(client.received().size() - 1).get("payload")));
        assertEquals("1", client.call("echo", "1").toString());
    }

    @Test
    void anIdOfAnotherTypeIsToldWithTheId() {
        client.sendText("{\"id\":\"abc\",\"command\":\"x\"}");
        assertEquals("EBADFRAME", code(client.await(f -> f.containsKey("id")).get("payload")));
        assertEquals("abc", client.await(f -> f.containsKey("id")).getString("id"));
        client.sendText("{\"id\":1.5,\"command\":\"x\"}");
        assertEquals(
                "EBADFRAME",
                code(client.await(f ->
                                f.containsKey("id") && f.get("id").toString().equals("1.5"))
                        .get("payload")));
    }

    @Test
    void anIdOfTheServersUnderAnotherCommandIsAnErrorAndNoReply() {
        commands.expose("echo", context -> context.payload());
        client.sendText("{\"id\":\"s:1\",\"command\":\"echo\",\"payload\":1}");
        assertEquals(2, client.received().size(), () -> client.received().toString());
        assertEquals("EBADFRAME", code(client.event("mesh/error")));
        assertEquals("1", client.call("echo", "1").toString());
    }

    @Test
    void anEventRunsTheHandlerAndGetsNoReply() {
        List<JsonValue> seen = new ArrayList<>();
        commands.expose("note", context -> {
            assertFalse(context.expectsReply());
            return seen.add(context.payload());
        });
        int before = client.received().size();
        client.sendText("{\"command\":\"note\",\"payload\":5}");
        assertEquals("[5]", seen.toString());
        assertEquals(before, client.received().size());
        client.sendText("{\"command\":\"nope\"}");
        assertEquals("ENOTFOUND", code(client.event("mesh/error")));
    }

    @Test
    void pongAndLatencyAreNotAnswered() {
        int before = client.received().size();
        client.sendText("{\"id\":5,\"command\":\"pong\",\"payload\":{}}");
        client.sendText("{\"id\":6,\"command\":\"latency:response\",\"payload\":{}}");
        assertEquals(before, client.received().size());
    }

    @Test
    void commandsComeAndGoWhileRunning() {
        assertEquals("ENOTFOUND", code(client.call("late", "{}")));
        commands.expose("late", context -> "now");
        assertEquals(Json.string("now"), client.call("late", "{}"));
        assertEquals(Set.of("late"), commands.names());
        assertThrows(IllegalStateException.class, () -> commands.expose("late", context -> "again"));
        assertTrue(commands.remove("late"));
        assertFalse(commands.remove("late"));
        assertEquals("ENOTFOUND", code(client.call("late", "{}")));
    }

    @Test
    void namesOfMeshAreReserved() {
        assertThrows(IllegalArgumentException.class, () -> commands.expose("mesh/mine", context -> 1));
        assertThrows(IllegalArgumentException.class, () -> commands.expose("pong", context -> 1));
        assertThrows(IllegalArgumentException.class, () -> commands.expose("", context -> 1));
        assertFalse(commands.remove("mesh/noop"));
    }

    private static CommandMiddleware tracing(String name, List<String> trace) {
        return (context, chain) -> {
            trace.add(name + ">");
            return chain.proceed().thenApply(result -> {
                trace.add("<" + name);
                return result;
            });
        };
    }

    @Test
    void middlewareWrapsGlobalFirstThenBoundThenOwn() {
        List<String> trace = new ArrayList<>();
        commands.use(tracing("bound", trace), List.of("work*"));
        commands.use(tracing("first", trace));
        commands.use(tracing("second", trace));
        commands.expose(
                "work",
                context -> {
                    trace.add("handler");
                    return "done";
                },
                tracing("own", trace));
        assertEquals(Json.string("done"), client.call("work", "{}"));
        assertEquals(
                List.of("first>", "second>", "bound>", "own>", "handler", "<own", "<bound", "<second", "<first"),
                trace);
    }

    @Test
    void middlewareRefusesByThrowingOrByAFailedStage() {
        List<String> ran = new ArrayList<>();
        commands.use(
                (context, chain) -> {
                    throw new CommandException("EFORBIDDEN", "not you");
                },
                List.of("a"));
        commands.use(
                (context, chain) -> CompletableFuture.failedFuture(new CommandException("EFORBIDDEN", "nor you")),
                List.of("b"));
        commands.expose("a", context -> ran.add("a"));
        commands.expose("b", context -> ran.add("b"));
        assertEquals("not you", error(client.call("a", "{}")));
        assertEquals("nor you", error(client.call("b", "{}")));
        assertEquals(List.of(), ran);
    }

    @Test
    void middlewareMayBeAsynchronousAndLeaveAttributes() {
        CompletableFuture<String> user = new CompletableFuture<>();
        commands.use((context, chain) -> user.thenCompose(name -> {
            context.attribute("user", name);
            return chain.proceed();
        }));
        commands.expose(
                "who", context -> context.attribute("user", String.class).orElse("nobody"));
        long id = client.request("who", "{}");
        user.complete("alice");
        assertEquals(Json.string("alice"), client.reply(id));
    }

    @Test
    void middlewareSeesAndChangesTheResultAndTheFailure() {
        commands.use((context, chain) ->
                chain.proceed().<Object>thenApply(result -> "<" + result + ">").exceptionally(e -> "saved"));
        commands.expose("fine", context -> "r");
        commands.expose("fails", context -> {
            throw new IllegalStateException();
        });
        assertEquals(Json.string("<r>"), client.call("fine", "{}"));
        assertEquals(Json.string("saved"), client.call("fails", "{}"));
    }

    @Test
    void middlewareThatProceedsTwiceOrReturnsNullFailsTheCommandOnly() {
        List<String> ran = new ArrayList<>();
        commands.use((context, chain) -> chain.proceed().thenCompose(r -> chain.proceed()), List.of("twice"));
        commands.use((context, chain) -> null, List.of("null"));
        commands.expose("twice", context -> ran.add("once"));
        commands.expose("null", context -> ran.add("never"));
        assertEquals("ESERVER", code(client.call("twice", "{}")));
        assertEquals("ESERVER", code(client.call("null", "{}")));
        assertEquals(List.of("once"), ran);
    }

    @Test
    void builtInCommandsRunThroughMiddleware() {
        commands.use(
                CommandMiddleware.before(context -> {
                    if (context.payload().asJsonObject().getString("roomName").startsWith("admin:")) {
                        throw new CommandException("EFORBIDDEN", "Admins only");
                    }
                }),
                List.of("mesh/join-room"));
        // As the golden frame join-room-refused: a client that looks for success finds none, and the reason beside it.
        assertEquals(
                "{\"error\":\"Admins only\",\"code\":\"EFORBIDDEN\",\"name\":\"AccessError\"}",
                client.call("mesh/join-room", "{\"roomName\":\"admin:1\"}").toString());
        assertTrue(client.call("mesh/join-room", "{\"roomName\":\"lobby\"}")
                .asJsonObject()
                .getBoolean("success"));
    }

    @Test
    void aStageOfAnyKindIsAwaited() {
        commands.expose("minimal", context -> {
            CompletionStage<String> stage =
                    CompletableFuture.completedFuture("m").minimalCompletionStage();
            return stage;
        });
        assertEquals(Json.string("m"), client.call("minimal", "{}"));
    }
}
