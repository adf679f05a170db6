package io.meshws.it.invalid;

import io.meshws.CommandChain;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/** Middleware that would never run. */
public class Guards {
    abstract static class Passing implements CommandMiddleware {
        @Override
        public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
            return chain.proceed();
        }
    }

    @ApplicationScoped
    @ForCommands({"mesh/leave-room", "mesh/joinroom"})
    public static class Misspelt extends Passing {}

    @ApplicationScoped
    @ForCommands("mesh/jion*")
    public static class MisspeltPrefix extends Passing {}

    @ApplicationScoped
    @ForCommands("ping")
    public static class NoCommand extends Passing {}

    @ApplicationScoped
    @ForCommands({})
    public static class Nothing extends Passing {}

    @ApplicationScoped
    @ForCommands({"mesh/*", "mesh/join-room", "*"})
    public static class Right extends Passing {}
}
