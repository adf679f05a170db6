package io.meshws.it.deployment;

import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/** Writes a record as soon as it's told of the start. */
@ApplicationScoped
public class AtStart {
    @Inject
    private MeshServer mesh;

    void write(@Observes @Initialized(ApplicationScoped.class) Object start) {
        CompletionStage<Long> version = mesh.records().write("at-start", "written");
        mesh.commands().expose("at-start", context -> version);
    }
}
