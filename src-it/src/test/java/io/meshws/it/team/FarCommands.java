package io.meshws.it.team;

import io.meshws.Command;
import io.meshws.MeshServer;
import io.meshws.protocol.MergeStrategy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Operations on a connection that work from any instance. */
@ApplicationScoped
public class FarCommands {
    @Inject
    private MeshServer mesh;

    public record Connection(String id, JsonValue value) {}

    public record Place(String id, String room) {}

    @Command("send-to")
    public CompletionStage<Boolean> send(Connection to) {
        return mesh.connections().send(to.id(), "sent", to.value());
    }

    @Command("ask")
    public CompletionStage<JsonValue> ask(Connection whom) {
        return mesh.connections().request(whom.id(), "question", whom.value(), JsonValue.class, Duration.ofSeconds(20));
    }

    @Command("ask-briefly")
    public CompletionStage<JsonValue> askBriefly(Connection whom) {
        return mesh.connections().request(whom.id(), "question", whom.value(), JsonValue.class, Duration.ofSeconds(1));
    }

    @Command("close")
    public CompletionStage<Void> close(String id) {
        return mesh.connections().close(id);
    }

    @Command("set-metadata")
    public CompletionStage<Void> setMetadata(Connection of) {
        return mesh.connections().setMetadata(of.id(), of.value(), MergeStrategy.MERGE);
    }

    @Command("all-metadata")
    public CompletionStage<Map<String, JsonValue>> allMetadata(String room) {
        return mesh.rooms().membersWithMetadata(room);
    }

    @Command("place")
    public CompletionStage<Boolean> place(Place place) {
        return mesh.rooms().add(place.room(), place.id());
    }

    @Command("displace")
    public CompletionStage<Boolean> displace(Place place) {
        return mesh.rooms().remove(place.room(), place.id());
    }

    @Command("rooms-of")
    public CompletionStage<Set<String>> roomsOf(String id) {
        return mesh.rooms().roomsOf(id);
    }

    @Command("set-room-metadata")
    public CompletionStage<Void> setRoomMetadata(TeamCommands.Note note) {
        return mesh.rooms().setMetadata(note.room(), note.text());
    }

    @Command("clear")
    public CompletionStage<Void> clear(String room) {
        return mesh.rooms().clear(room);
    }
}
