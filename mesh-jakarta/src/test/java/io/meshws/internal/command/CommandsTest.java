package io.meshws.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandsTest extends CommandSetting {
    /** A result of a handler; clients get it in this shape. */
    public record Point(int x, String label) {}

    @Test
    void theFirstFrameIsTheConnectionId() {
        assertEquals(
                Json.object()
                        .add("command", "mesh/assign-id")
                        .add("payload", client.id())
                        .add("once", 300)
                        .add("memory", client.id().split("\\.")[0])
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
