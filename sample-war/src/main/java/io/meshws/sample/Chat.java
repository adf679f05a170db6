package io.meshws.sample;

import io.meshws.Channels;
import io.meshws.Command;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import io.meshws.Presence;
import io.meshws.sample.Visitors.Visitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The rooms: people talk in a channel, point at a board, see who else is there, and send each other files. */
@ApplicationScoped
public class Chat {
    private static final String ROOM = "[a-z0-9-]{1,24}";
    private static final java.util.regex.Pattern TAB =
            java.util.regex.Pattern.compile("tab:[0-9a-f]{32}:[0-9a-z]{1,16}");

    @Inject
    private MeshServer mesh;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start, Channels channels, Presence presence) {
        channels.expose(java.util.regex.Pattern.compile("chat:" + ROOM), Guard.ANYONE, 50);
        presence.track(java.util.regex.Pattern.compile("room:" + ROOM));
        presence.identify(connection -> connection.principal().map(Principal::getName));
        // Files go from tab to tab, through pipes: the server keeps nothing of them.
        mesh.names()
                .allow(
                        TAB,
                        (tab, name) -> name.startsWith("tab:" + Visitors.of(tab).id() + ":"));
        mesh.pipes().allow(TAB, TAB);
    }

    /** The payload of {@code say}. The sender chooses the key; a page that gets the same key twice shows the message once. */
    public record Say(
            @NotNull @Pattern(regexp = ROOM) String room,
            @NotNull @Pattern(regexp = "[\\w-]{1,40}") String key,
            @NotBlank @Size(max = 500) String text) {}

    /** A message as the room's channel has it. */
    public record Message(String key, String text, Visitor from, long at) {}

    @Command("say")
    public CompletionStage<Long> say(@Valid @NotNull Say say, MeshConnection connection) {
        Visitor from = Visitors.of(connection);
        Message message = new Message(say.key(), say.text(), from, System.currentTimeMillis());
        return mesh.channels().publishJson("chat:" + say.room(), message);
    }

    @Command("announce")
    public CompletionStage<Void> announce(@NotBlank @Size(max = 120) String text, MeshConnection connection) {
        return mesh.broadcast("announcement", Map.of("text", text, "from", Visitors.of(connection)));
    }

    /** The payload of {@code cursor}: a place on the board, from 0 to 1 both ways. */
    public record Cursor(
            @NotNull @Pattern(regexp = ROOM) String room,
            @DecimalMin("0") @DecimalMax("1") double x,
            @DecimalMin("0") @DecimalMax("1") double y) {}

    /** Many a second, and only the last counts: an event, which isn't kept or answered. */
    @Command("cursor")
    public void point(@Valid @NotNull Cursor cursor, MeshConnection connection) {
        Visitor from = Visitors.of(connection);
        Map<String, ?> at = Map.of("id", connection.id(), "from", from, "x", cursor.x(), "y", cursor.y());
        mesh.room("room", cursor.room()).emitExcept(connection, "cursor", at);
    }
}
