package io.meshws.sample;

import io.meshws.Channels;
import io.meshws.Command;
import io.meshws.Connections;
import io.meshws.Guard;
import io.meshws.MeshConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Channels: {@code chat:*} for everyone, with a history, and {@code private:*} for those who said who they are. */
@ApplicationScoped
public class Chat {
    private static final int HISTORY = 50;

    @Inject
    private Channels channels;

    @Inject
    private Connections connections;

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        channels.expose(Pattern.compile("chat:.+"), Guard.ANYONE, HISTORY);
        channels.expose(Pattern.compile("private:.+"), (connection, channel) -> hasUserId(connection));
    }

    private CompletionStage<Boolean> hasUserId(MeshConnection connection) {
        return connections
                .metadata(connection.id())
                .thenApply(found -> found.orElse(JsonValue.NULL) instanceof JsonObject metadata
                        && metadata.containsKey("userId")
                        && !metadata.isNull("userId"));
    }

    /** What {@code say} expects. */
    public record Say(String channel, String text) {}

    @Command("say")
    CompletionStage<Map<String, Object>> say(Say say) {
        return channels.publish(say.channel(), say.text())
                .thenApply(offset -> Map.of("success", true, "offset", offset));
    }
}
