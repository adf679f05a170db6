package io.meshws.it.team;

import io.meshws.Command;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** One answers, one joins a room, one tells everybody in it. */
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
    public CompletionStage<Boolean> join(String room, MeshConnection connection) {
        return mesh.rooms().add(room, connection);
    }

    @Command("tell")
    public CompletionStage<Void> tell(Note note) {
        return mesh.broadcastRoom(note.room(), "told", note.text());
    }

    @Command("members")
    public CompletionStage<Set<String>> members(String room) {
        return mesh.rooms().members(room);
    }
}
