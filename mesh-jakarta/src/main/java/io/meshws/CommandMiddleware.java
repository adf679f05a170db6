package io.meshws;

import java.util.concurrent.CompletionStage;

/**
 * Runs around commands, mesh's own included. A CDI bean of this type is found by itself; {@link
 * jakarta.annotation.Priority} orders them, lower values first, and {@link ForCommands} binds one to commands. Those
 * bound to a command run after the global ones.
 *
 * <p>It refuses by throwing {@link CommandException} or by returning a failed stage; it sees and changes the result in
 * the stage that {@link CommandChain#proceed} returns; it leaves values for what follows with {@link
 * MeshContext#attribute(String, Object)}.
 */
@FunctionalInterface
public interface CommandMiddleware {

    CompletionStage<Object> handle(MeshContext context, CommandChain chain) throws Exception;

    /** A middleware that only looks, and refuses by throwing. */
    static CommandMiddleware before(Check check) {
        return (context, chain) -> {
            check.check(context);
            return chain.proceed();
        };
    }

    /** What {@link #before} runs. */
    @FunctionalInterface
    interface Check {
        void check(MeshContext context) throws Exception;
    }
}
