package io.meshws.it.deployment;

import io.meshws.MeshServer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionException;

/** An EJB that uses mesh before the web application starts, and sees what mesh logs from then on. */
@Singleton
@Startup
public class Early {
    @Inject
    private MeshServer mesh;

    private String failure;
    private final LogParameters parameters = new LogParameters();

    @PostConstruct
    void use() {
        parameters.begin();
        try {
            mesh.records().write("early", 1).toCompletableFuture().join();
        } catch (CompletionException e) {
            failure = e.getCause().getClass().getSimpleName();
        }
        mesh.commands().expose("late", context -> failure);
        mesh.commands().expose("log-parameters", context -> parameters.classes());
    }

    @PreDestroy
    void end() {
        parameters.end();
    }
}
