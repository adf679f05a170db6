package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.internal.collection.CollectionSnapshot;
import io.meshws.internal.collection.CollectionTable;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.concurrent.CompletionStage;

/** The clients' commands for collections. */
final class CollectionCommands {
    private static final JsonValue REFUSED = Json.object().add("success", false).build();

    private final CollectionTable collections;

    CollectionCommands(CollectionTable collections) {
        this.collections = collections;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.SUBSCRIBE_COLLECTION, this::subscribe);
        commands.builtIn(
                BuiltIn.UNSUBSCRIBE_COLLECTION,
                context -> collections.unsubscribeCollection(
                        Payloads.connection(context), Payloads.string(context, "collectionId")));
    }

    private CompletionStage<JsonValue> subscribe(MeshContext context) {
        String collectionId = Payloads.name(context, "collectionId", "collection id");
        return collections
                .subscribeCollection(Payloads.connection(context), collectionId, Replied.to(context))
                .thenApply(found -> {
                    // Registered before the result leaves, so that no outcome is missed.
                    found.ifPresent(snapshot -> Replied.to(context).thenAccept(snapshot::replied));
                    return found.map(CollectionCommands::reply).orElse(REFUSED);
                });
    }

    private static JsonValue reply(CollectionSnapshot snapshot) {
        JsonArrayBuilder ids = Json.array();
        JsonArrayBuilder records = Json.array();
        snapshot.records().forEach(view -> {
            ids.add(view.recordId());
            records.add(Json.object()
                    .add("id", view.recordId())
                    .add("record", Json.raw(view.value()))
                    .add("version", view.version()));
        });
        JsonObjectBuilder reply = Json.object()
                .add("success", true)
                .add("ids", ids)
                .add("records", records)
                .add("version", snapshot.version());
        return (snapshot.complete() ? reply : reply.add("complete", false)).build();
    }
}
