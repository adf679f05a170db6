package io.meshws.sample;

import io.meshws.Channels;
import io.meshws.Command;
import io.meshws.CommandException;
import io.meshws.MeshConnection;
import io.meshws.protocol.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Channels: {@code chat:*} for everyone, with a history, and {@code private:*} for users that the container knows. */
@ApplicationScoped
public class Chat {
    private static final int HISTORY = 50;

    @Inject
    private Channels channels;

    void expose(@Observes @Initialized(ApplicationScoped.class) Object start) {
        channels.expose(Pattern.compile("chat:.+"), Chat::mayUse, HISTORY);
        channels.expose(Pattern.compile("private:.+"), Chat::mayUse);
    }

    /** Asks for the principal: metadata proves nothing, because clients write their own. */
    private static boolean mayUse(MeshConnection connection, String channel) {
        return channel.startsWith("chat:")
                || channel.startsWith("private:") && connection.principal().isPresent();
    }

    /** The payload of {@code say}. */
    public record Say(@NotNull String channel, @NotNull String text) {}

    @Command("say")
    public CompletionStage<Map<String, Object>> say(@Valid @NotNull Say say, MeshConnection connection) {
        if (!mayUse(connection, say.channel())) {
            throw new CommandException(ErrorCode.EFORBIDDEN, "You may not publish to " + say.channel());
        }
        return channels.publish(say.channel(), say.text())
                .thenApply(offset -> Map.of("success", true, "offset", offset));
    }
}
