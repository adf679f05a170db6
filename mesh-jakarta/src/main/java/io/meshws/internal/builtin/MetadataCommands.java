package io.meshws.internal.builtin;

import io.meshws.Connections;
import io.meshws.MeshContext;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.connection.MetadataAccess;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** The clients' commands for metadata of connections. */
final class MetadataCommands {
    private final Connections connections;
    private final MetadataAccess access;

    MetadataCommands(Connections connections, MetadataAccess access) {
        this.connections = connections;
        this.access = access;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.GET_CONNECTION_METADATA, this::getAny);
        commands.builtIn(
                BuiltIn.GET_MY_CONNECTION_METADATA,
                context -> get(context.connection().id()));
        commands.builtIn(BuiltIn.SET_MY_CONNECTION_METADATA, this::set);
    }

    private CompletionStage<JsonValue> getAny(MeshContext context) {
        String connectionId = NameRules.connection(Payloads.string(context, "connectionId"));
        return access.toRead(context.connection(), connectionId).thenCompose(allowed -> get(connectionId));
    }

    private CompletionStage<JsonValue> get(String connectionId) {
        return connections.metadata(connectionId).thenApply(found -> Payloads.metadata(found.orElse(JsonValue.NULL)));
    }

    private CompletionStage<JsonValue> set(MeshContext context) {
        JsonValue metadata = Payloads.value(context, "metadata");
        MergeStrategy strategy = Payloads.strategy(context);
        return access.toWrite(context.connection())
                .thenCompose(
                        allowed -> connections.setMetadata(context.connection().id(), metadata, strategy))
                .thenApply(done -> Payloads.SUCCESS);
    }
}
