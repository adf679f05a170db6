package io.meshws.it.deployment;

import io.meshws.Command;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Works correctly. No payload is a record, because Yasson doesn't support records if Payara runs inside another
 * program.
 */
@ApplicationScoped
public class OneRoom {
    @Inject
    private MeshServer mesh;

    @Command("tell")
    public CompletionStage<Void> tell(String text) {
        return mesh.broadcastRoom("room", "told", text);
    }

    @Command("members")
    public CompletionStage<Set<String>> members() {
        return mesh.rooms().members("room");
    }
}
