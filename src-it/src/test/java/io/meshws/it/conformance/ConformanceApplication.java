package io.meshws.it.conformance;

import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import io.meshws.PublisherId;
import io.meshws.RecordSelection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Exposes the names that the exchanges of the module {@code conformance} use. */
@ApplicationScoped
public class ConformanceApplication {
    private static final Pattern NAMES = Pattern.compile("conformance:.*");
    private static final int HISTORY = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    private MeshServer mesh;

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** A record, a channel or a room; the others are null. */
    public record Thing(String recordId, String channel, String roomName) {}

    public record Error(String code, String message) {}

    public record Event(String event, JsonValue payload) {}

    public record RoomEvent(String roomName, String event, JsonValue payload) {}

    public record Question(String command, JsonValue payload) {}

    public record Publication(String channel, String message) {}

    public record RoomMetadata(String roomName, JsonValue metadata) {}

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        mesh.channels().expose(NAMES, Guard.ANYONE, HISTORY);
        mesh.channels().exposePublish(NAMES, Guard.ANYONE, PublisherId.SHOWN);
        mesh.records().exposeWritable(NAMES);
        mesh.records().expose(Pattern.compile("conformance-read:.*"));
        mesh.records().index(NAMES, "/collection");
        mesh.records().exposeCollection(NAMES, (caller, collection) -> RecordSelection.matching(NAMES)
                .where("/collection", collection));
        mesh.connections().exposeOwnMetadata();
        mesh.connections().exposeMetadata();
        mesh.rooms().exposeMetadata(Pattern.compile("room:.*"));
        mesh.presence().track(NAMES);
        mesh.names().allow(NAMES, Guard.ANYONE, Guard.ANYONE);
        mesh.pipes().allow(NAMES, NAMES);
        mesh.presence().identify(connection -> connection.query().getOrDefault("user", List.of()).stream()
                .findFirst());
    }

    @Command("conformance/echo")
    public JsonValue echo(JsonValue payload) {
        return payload;
    }

    @Command("conformance/fail")
    public void fail(Error error) {
        throw new CommandException(error.code(), error.message());
    }

    /** How often it was called with this text, on this instance. */
    @Command("conformance/count")
    public int count(String text) {
        return counts.merge(text, 1, Integer::sum);
    }

    @Command("conformance/tell-me")
    public void tellMe(Event event, MeshConnection connection) {
        connection.send(event.event(), event.payload());
    }

    @Command("conformance/ask-me")
    public CompletionStage<JsonValue> askMe(Question question, MeshConnection connection) {
        return connection.request(question.command(), question.payload(), JsonValue.class, PATIENCE);
    }

    @Command("conformance/broadcast")
    public CompletionStage<Void> broadcast(RoomEvent event) {
        return mesh.broadcastRoom(event.roomName(), event.event(), event.payload());
    }

    @Command("conformance/publish")
    public CompletionStage<Void> publish(Publication publication) {
        return mesh.channels()
                .publish(publication.channel(), publication.message())
                .thenAccept(offset -> {});
    }

    @Command("conformance/delete-record")
    public CompletionStage<Void> deleteRecord(String recordId) {
        return mesh.records().delete(recordId).thenAccept(deleted -> {});
    }

    @Command("conformance/set-room-metadata")
    public CompletionStage<Void> setRoomMetadata(RoomMetadata given) {
        return mesh.rooms().setMetadata(given.roomName(), given.metadata());
    }

    @Command("conformance/expose")
    public void expose(Thing thing) {
        if (thing.channel() != null) {
            mesh.channels().expose(thing.channel(), Guard.ANYONE, HISTORY);
        } else if (thing.recordId() != null) {
            mesh.records().exposeWritable(thing.recordId());
        } else {
            mesh.presence().track(thing.roomName());
        }
    }

    @Command("conformance/unexpose")
    public void unexpose(Thing thing) {
        if (thing.channel() != null) {
            mesh.channels().unexpose(thing.channel());
        } else if (thing.recordId() != null) {
            mesh.records().unexposeWritable(thing.recordId());
        } else {
            mesh.presence().untrack(thing.roomName());
        }
    }
}
