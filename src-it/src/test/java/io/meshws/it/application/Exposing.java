package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.Commands;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.regex.Pattern;

/** Commands without annotation: at the start, and while running. */
@ApplicationScoped
public class Exposing {
    @Inject
    private Commands commands;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event, MeshServer mesh) {
        mesh.commands().expose("traced-at-start", Middlewares::traceOf, (context, chain) -> {
            Middlewares.leave(context, "own");
            return chain.proceed();
        });
        mesh.connections().exposeOwnMetadata();
        mesh.rooms().expose(Pattern.compile(".*"), (connection, room) -> !room.startsWith("staff-"));
    }

    @Command("expose")
    public void expose(String name) {
        commands.expose(name, context -> name + " of " + context.payload(String.class));
    }

    @Command("conceal")
    public boolean conceal(String name) {
        return commands.remove(name);
    }
}
