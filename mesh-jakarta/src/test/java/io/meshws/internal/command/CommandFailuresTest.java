package io.meshws.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.CommandException;
import io.meshws.protocol.Json;
import io.meshws.testing.TestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandFailuresTest extends CommandSetting {
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
    void aTimeOutIsAnsweredInTimeAndDoesNotWaitForATick() {
        commands.expose("never", context -> new CompletableFuture<>());
        long id = client.request("never", "{}");
        instance.clock.advance(Duration.ofSeconds(4));
        instance.mesh.tick();
        instance.clock.advance(Duration.ofSeconds(1));
        assertEquals("ETIMEOUT", code(client.reply(id)));
    }

    @Test
    void aHandlerThatBlocksTimesOutInTime() {
        commands.expose("blocks", context -> {
            instance.clock.advance(Duration.ofSeconds(4));
            instance.mesh.tick();
            instance.clock.advance(Duration.ofSeconds(1));
            return "too late";
        });
        assertEquals("ETIMEOUT", code(client.call("blocks", "{}")));
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
    void aMalformedFrameGetsAnErrorAndTheConnectionGoesOn() {
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
        instance.mesh.binary(client.connection(), null);
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
    void anIdOfTheServersUnderAnotherCommandIsAnsweredWithNothing() {
        AtomicInteger runs = new AtomicInteger();
        commands.expose("echo", context -> runs.incrementAndGet());
        int before = client.received().size();
        for (String command : List.of("echo", "unknown", "mesh/noop", "mesh/join-room", "ping", "mesh/reply")) {
            client.sendText("{\"id\":\"s:1\",\"command\":\"" + command + "\",\"payload\":1}");
        }
        assertEquals(before, client.received().size(), () -> client.received().toString());
        assertEquals(0, runs.get());
        assertEquals("1", client.call("echo", "1").toString());
    }
}
