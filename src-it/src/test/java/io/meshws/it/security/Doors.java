package io.meshws.it.security;

import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** Opens some rooms to clients. */
@ApplicationScoped
public class Doors {
    void open(@Observes @Initialized(ApplicationScoped.class) Object start, MeshServer mesh) {
        mesh.rooms().expose(Pattern.compile("room:.*"));
        mesh.rooms().expose(Pattern.compile("guarded:.*"), (connection, room) -> connection
                .query()
                .containsKey("key"));
    }
}
