package io.meshws.it.deployment;

import io.meshws.CommandChain;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/**
 * For a command that doesn't exist, for one that is exposed while the application starts, and for one by annotation.
 */
@ApplicationScoped
@ForCommands({"memberss", "late", "members"})
public class Unbound implements CommandMiddleware {
    @Override
    public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
        return chain.proceed();
    }
}
