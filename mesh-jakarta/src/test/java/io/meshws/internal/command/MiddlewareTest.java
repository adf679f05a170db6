package io.meshws.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.AttributeKey;
import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MiddlewareTest extends CommandSetting {
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
        AttributeKey<String> user = AttributeKey.of("user");
        CompletableFuture<String> known = new CompletableFuture<>();
        commands.use((context, chain) -> known.thenCompose(name -> {
            context.attribute(user, name);
            return chain.proceed();
        }));
        commands.expose("who", context -> context.attribute(user).orElse("nobody"));
        long id = client.request("who", "{}");
        known.complete("alice");
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
        // Like the golden frame join-room-refused: a client that looks for success finds none, and the reason beside
        // it.
        assertEquals(
                "{\"error\":\"Admins only\",\"code\":\"EFORBIDDEN\",\"name\":\"AccessError\"}",
                client.call("mesh/join-room", "{\"roomName\":\"admin:1\"}").toString());
        assertTrue(client.call("mesh/join-room", "{\"roomName\":\"lobby\"}")
                .asJsonObject()
                .getBoolean("success"));
    }
}
