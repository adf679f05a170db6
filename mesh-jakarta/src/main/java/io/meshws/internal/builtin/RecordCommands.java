package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.RecordSnapshot;
import io.meshws.TransactionResult;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.record.RecordMode;
import io.meshws.internal.record.RecordOperation;
import io.meshws.internal.record.RecordSubscription;
import io.meshws.internal.record.RecordTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The clients' commands for records. */
final class RecordCommands {
    private static final JsonValue REFUSED = Json.object().add("success", false).build();

    private final RecordTable records;

    RecordCommands(RecordTable records) {
        this.records = records;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.SUBSCRIBE_RECORD, this::subscribe);
        commands.builtIn(
                BuiltIn.UNSUBSCRIBE_RECORD,
                context -> records.unsubscribe(Payloads.connection(context), Payloads.string(context, "recordId")));
        commands.builtIn(BuiltIn.PUBLISH_RECORD_UPDATE, this::publish);
        commands.builtIn(BuiltIn.TRANSACTION, this::transaction);
    }

    private CompletionStage<JsonValue> subscribe(MeshContext context) {
        String recordId = Payloads.name(context, "recordId", "record id");
        RecordMode mode = Payloads.choice(context, "mode", RecordMode.FULL, RecordMode::ofWireName, "full or patch");
        Long since = Payloads.version(Payloads.optional(context, "since"), "payload.since");
        long seen = since == null ? 0 : since;
        return records.subscribe(Payloads.connection(context), recordId, mode, seen, Replied.to(context))
                .thenApply(found -> {
                    // Registered before the result leaves, so that no outcome is missed.
                    found.ifPresent(subscription -> Replied.to(context).thenAccept(subscription::replied));
                    return found.map(RecordCommands::reply).orElse(REFUSED);
                });
    }

    private static JsonValue reply(RecordSubscription subscription) {
        return Json.object()
                .add("success", true)
                .add("record", subscription.value())
                .add("version", subscription.version())
                .build();
    }

    private CompletionStage<JsonValue> transaction(MeshContext context) {
        List<RecordOperation> operations = TransactionOperations.of(context);
        return records.transaction(Payloads.connection(context), operations)
                .thenApply(result -> reply(operations, result));
    }

    private static JsonValue reply(List<RecordOperation> operations, TransactionResult<Void> result) {
        Map<String, Long> versions =
                result.records().stream().collect(Collectors.toMap(RecordSnapshot::recordId, RecordSnapshot::version));
        JsonArrayBuilder results = Json.array();
        operations.forEach(operation -> results.add(Json.object().add("version", versions.get(operation.recordId()))));
        return Json.object().add("id", result.id()).add("results", results).build();
    }

    private CompletionStage<JsonValue> publish(MeshContext context) {
        return written(context).thenApply(version -> Json.object()
                .add("success", true)
                .add("version", version)
                .build());
    }

    private CompletionStage<Long> written(MeshContext context) {
        JsonValue changes = Payloads.optional(context, "changes");
        if (changes == JsonValue.NULL) {
            return records.publish(
                    Payloads.connection(context),
                    Payloads.name(context, "recordId", "record id"),
                    Payloads.value(context, "newValue"),
                    Payloads.strategy(context),
                    Payloads.expectedVersion(context));
        }
        Payloads.checkNoWholeValue(context);
        return records.change(
                Payloads.connection(context),
                Payloads.name(context, "recordId", "record id"),
                changes,
                Payloads.expectedVersion(context));
    }
}
