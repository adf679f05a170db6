package io.meshws.it.application;

import io.meshws.AttributeKey;
import io.meshws.Command;
import io.meshws.CommandChain;
import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshContext;
import io.meshws.protocol.ErrorCode;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Middleware of every kind, and the commands that show its effects. */
@ApplicationScoped
public class Middlewares {
    private static final AttributeKey<String> TRACE = AttributeKey.of("trace");
    private static final AttributeKey<String> USER = AttributeKey.of("user");

    /** The middleware that ran before, in order. */
    @Command("trace")
    public String trace(MeshContext context) {
        return traceOf(context);
    }

    @Command("user")
    public String user(MeshContext context) {
        return context.attribute(USER).orElse("nobody");
    }

    @Command("guarded/open")
    public String guarded() {
        return "behind the guard";
    }

    @Command("doubled")
    public int doubled(int number) {
        return number;
    }

    static String traceOf(MeshContext context) {
        return context.attribute(TRACE).orElse("");
    }

    static void leave(MeshContext context, String name) {
        String before = traceOf(context);
        context.attribute(TRACE, before.isEmpty() ? name : before + " " + name);
    }

    /** Global, and first by its priority. */
    @ApplicationScoped
    @Priority(100)
    public static class First implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            leave(context, "first");
            return chain.proceed();
        }
    }

    /** Global, after the first one; only checks. */
    @ApplicationScoped
    @Priority(200)
    public static class Second implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            leave(context, "second");
            context.connection().headers().getOrDefault("X-User", java.util.List.of()).stream()
                    .findFirst()
                    .ifPresent(user -> context.attribute(USER, user));
            return chain.proceed();
        }
    }

    /** For some commands; runs after the global ones regardless of their priority. */
    @ApplicationScoped
    @Priority(1)
    @ForCommands({"trace", "traced-at-start"})
    public static class Bound implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            leave(context, "bound");
            return chain.proceed();
        }
    }

    /** Refuses, and decides elsewhere. */
    @ApplicationScoped
    @ForCommands("guarded/*")
    public static class Guard implements CommandMiddleware {
        @Resource
        private ManagedExecutorService executor;

        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            return CompletableFuture.supplyAsync(() -> context.attribute(USER).isPresent(), executor)
                    .thenCompose(known -> known
                            ? chain.proceed()
                            : CompletableFuture.failedStage(
                                    new CommandException(ErrorCode.EFORBIDDEN, "Who are you?")));
        }
    }

    /** Changes the result. */
    @ApplicationScoped
    @ForCommands("doubled")
    public static class Doubling implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            return chain.proceed().thenApply(result -> 2 * (Integer) result);
        }
    }

    /** Guards mesh's own command. */
    @ApplicationScoped
    @ForCommands("mesh/join-room")
    public static class RoomGuard implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            if (context.payload() instanceof JsonObject payload
                    && payload.getString("roomName", "").startsWith("private-")) {
                throw new CommandException(ErrorCode.EFORBIDDEN, "This room is private");
            }
            return chain.proceed();
        }
    }
}
