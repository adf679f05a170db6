package io.meshws.internal.builtin;

import io.meshws.Connections;
import io.meshws.MeshContext;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.protocol.BuiltIn;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** The clients' commands for metadata of connections. */
final class MetadataCommands {
    private final Connections connections;

    MetadataCommands(Connections connections) {
        this.connections = connections;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.GET_CONNECTION_METADATA, context -> get(Payloads.string(context, "connectionId")));
        commands.builtIn(
                BuiltIn.GET_MY_CONNECTION_METADATA,
                context -> get(context.connection().id()));
        commands.builtIn(BuiltIn.SET_MY_CONNECTION_METADATA, this::set);
    }

    private CompletionStage<JsonValue> get(String connectionId) {
        return connections.metadata(connectionId).thenApply(found -> Payloads.metadata(found.orElse(JsonValue.NULL)));
    }

    private CompletionStage<JsonValue> set(MeshContext context) {
        return connections
                .setMetadata(context.connection().id(), Payloads.value(context, "metadata"), Payloads.strategy(context))
                .thenApply(done -> Payloads.SUCCESS);
    }
}
