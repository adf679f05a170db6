package io.meshws.it;

import io.meshws.Command;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** A small application: one answers, one joins a room, one tells everybody in it. */
@ApplicationScoped
public class TeamCommands {
    @Inject
    private MeshServer mesh;

    public record Note(String room, String text) {}

    @Command("echo")
    public JsonValue echo(JsonValue payload) {
        return payload;
    }

    @Command("join")
    public CompletionStage<Boolean> join(Note note, MeshConnection connection) {
        return mesh.rooms().add(note.room(), connection).thenApply(done -> true);
    }

    @Command("tell")
    public CompletionStage<Boolean> tell(Note note) {
        return mesh.broadcastRoom(note.room(), "told", note.text()).thenApply(done -> true);
    }
}
