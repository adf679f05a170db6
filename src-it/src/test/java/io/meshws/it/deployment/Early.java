package io.meshws.it.deployment;

import io.meshws.MeshServer;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionException;

/** An EJB that uses mesh before the web application starts. */
@Singleton
@Startup
public class Early {
    @Inject
    private MeshServer mesh;

    private String failure;

    @PostConstruct
    void use() {
        try {
            mesh.records().write("early", 1).toCompletableFuture().join();
        } catch (CompletionException e) {
            failure = e.getCause().getClass().getSimpleName();
        }
        mesh.commands().expose("late", context -> failure);
    }
}
