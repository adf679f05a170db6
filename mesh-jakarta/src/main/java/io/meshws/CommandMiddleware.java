package io.meshws;

import java.util.concurrent.CompletionStage;

/**
 * Runs around commands, including mesh's own.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @Priority(100)
 * public class SignedIn implements CommandMiddleware {
 *     @Override
 *     public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
 *         if (context.connection().principal().isEmpty()) {
 *             throw new CommandException(ErrorCode.EFORBIDDEN, "Sign in first");
 *         }
 *         return chain.proceed();
 *     }
 * }
 * }</pre>
 *
 * <p>A CDI bean of this type is found automatically. {@link jakarta.annotation.Priority} orders the beans, lower values
 * first, and {@link ForCommands} binds one to certain commands. Middleware that is bound to a command runs after the
 * global ones.
 *
 * <p>A middleware refuses a command by throwing {@link CommandException} or by returning a failed stage. It can see and
 * change the result in the stage that {@link CommandChain#proceed} returns, and pass values to code that runs later
 * with {@link MeshContext#attribute(AttributeKey, Object)}.
 */
@FunctionalInterface
public interface CommandMiddleware {

    CompletionStage<Object> handle(MeshContext context, CommandChain chain) throws Exception;

    /** A middleware that only checks, and refuses by throwing. */
    static CommandMiddleware before(Check check) {
        return (context, chain) -> {
            check.check(context);
            return chain.proceed();
        };
    }

    /** The check that {@link #before} runs. */
    @FunctionalInterface
    interface Check {
        void check(MeshContext context) throws Exception;
    }
}
