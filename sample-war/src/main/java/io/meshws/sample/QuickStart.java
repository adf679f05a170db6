package io.meshws.sample;

import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The commands of the sample: what a first application needs. */
@ApplicationScoped
public class QuickStart {
    @Inject
    private MeshServer mesh;

    @Command("echo")
    public String echo(JsonValue payload) {
        return "echo: " + (payload instanceof JsonString text ? text.getString() : payload);
    }

    @Command("this-command-throws")
    public void fail() {
        throw new CommandException("Something went wrong");
    }

    /** The payload of {@code join-room}. */
    public record Join(@NotNull String roomName) {}

    @Command("join-room")
    public CompletionStage<Map<String, Boolean>> join(@Valid @NotNull Join join, MeshConnection connection) {
        String room = join.roomName();
        return mesh.rooms()
                .add(room, connection)
                .thenCompose(added ->
                        mesh.broadcastRoom(room, "user-joined", Map.of("roomName", room, "id", connection.id())))
                .thenApply(done -> Map.of("success", true));
    }

    @Command("broadcast")
    public CompletionStage<Map<String, Boolean>> broadcast(JsonValue payload) {
        return mesh.broadcast("announcement", payload).thenApply(done -> Map.of("sent", true));
    }
}
