package io.meshws.it.chat;

import io.meshws.Command;
import io.meshws.ConnectionClosed;
import io.meshws.MeshConnection;
import io.meshws.MeshContext;
import io.meshws.MeshServer;
import io.meshws.RoomHandle;
import io.meshws.protocol.Change;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Commands for the rooms of the namespace {@code chat}. */
@ApplicationScoped
public class Chat {
    @Inject
    private MeshServer mesh;

    @Inject
    private Event<Posted> posted;

    private final Map<String, End> ends = new ConcurrentHashMap<>();

    public record Words(String key, String text, String to) {}

    public record End(int code, String reason) {}

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        mesh.records().expose(Pattern.compile("chat:.+"));
        mesh.rooms().expose(Pattern.compile("(?!locked:).+"));
        mesh.presence().identify(visitor -> visitor.principal().map(Principal::getName));
    }

    void closed(@Observes ConnectionClosed event) {
        ends.put(event.connection().id(), new End(event.code(), event.reason()));
    }

    private RoomHandle room(String key) {
        return mesh.room("chat", key);
    }

    /** The state of the room, with the new visitor counted. */
    @Command("enter")
    public CompletionStage<JsonValue> enter(String key, MeshConnection connection) {
        RoomHandle room = room(key);
        return room.join(connection)
                .thenCompose(joined -> room.state().change(Change.increment("/visits", 1)))
                .thenCompose(state -> room.emitExcept(connection, "entered", connection.id())
                        .thenApply(told -> state.value().orElse(JsonValue.NULL)));
    }

    @Command("exit")
    public CompletionStage<Boolean> exit(String key, MeshConnection connection) {
        return room(key).leave(connection);
    }

    /** Fires an event that several beans observe. */
    @Command("post")
    public int post(Words words, MeshContext context) {
        Posted post = new Posted(room(words.key()), context.connection(), words.text());
        posted.fire(post);
        return post.text().length();
    }

    @Command("whisper")
    public CompletionStage<Boolean> whisper(Words words) {
        return room(words.key()).emitTo(words.to(), "whispered", words.text());
    }

    @Command("visit")
    public CompletionStage<Long> visit(String key) {
        return room(key).state().change(Change.increment("/visits", 1)).thenApply(state -> state.version());
    }

    @Command("members-of")
    public CompletionStage<Set<String>> members(String key) {
        return room(key).members();
    }

    @Command("keys")
    public CompletionStage<Set<String>> keys(String namespace) {
        return mesh.rooms().keys(namespace);
    }

    @Command("raze")
    public CompletionStage<Void> raze(String key) {
        return room(key).delete();
    }

    /** The user that signed in, or null. */
    @Command("who")
    public String who(MeshConnection connection) {
        return connection.principal().map(Principal::getName).orElse(null);
    }

    @Command("lock-up")
    @RolesAllowed("caretaker")
    public boolean lockUp() {
        return true;
    }

    @Command("end-of")
    public End end(String connectionId) {
        return ends.get(connectionId);
    }
}
