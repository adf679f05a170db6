package io.meshws.it.team;

import io.meshws.Command;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** One answers, one joins a room, one tells everybody in it. */
@ApplicationScoped
public class TeamCommands {
    @Inject
    private MeshServer mesh;

    public record Note(String room, String text) {}

    /** A client that connects with {@code ?stranger} can't read the data of others. */
    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        Guard known = (connection, name) -> !connection.query().containsKey("stranger");
        mesh.connections().exposeMetadata(known);
        mesh.connections().exposeOwnMetadata();
        mesh.rooms().exposeMetadata(Pattern.compile(".*"), known);
    }

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

    /**
     * Waits three times, each time in a continuation of another stage; the result is the number of members seen in all.
     */
    @Command("members-thrice")
    public CompletionStage<Integer> membersThrice(String room) {
        return nested(room, 3);
    }

    private CompletionStage<Integer> nested(String room, int depth) {
        return mesh.rooms()
                .members(room)
                .thenApply(members -> members.size()
                        + (depth == 1
                                ? 0
                                : nested(room, depth - 1).toCompletableFuture().join()));
    }
}
