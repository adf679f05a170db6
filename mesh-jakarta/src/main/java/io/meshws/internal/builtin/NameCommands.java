package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.command.Replied;
import io.meshws.internal.name.NameTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The clients' commands for names. */
final class NameCommands {
    private final NameTable names;

    NameCommands(NameTable names) {
        this.names = names;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.TAKE_NAME, this::take);
        commands.builtIn(BuiltIn.FREE_NAME, this::free);
    }

    private CompletionStage<JsonValue> take(MeshContext context) {
        boolean replacing = Payloads.choice(context, "ifTaken", false, NameCommands::isReplacing, "refuse or replace");
        return names.take(
                        Payloads.connection(context),
                        Payloads.name(context, "name", "name"),
                        Payloads.string(context, "incarnation"),
                        replacing,
                        Replied.to(context))
                .thenApply(entry -> Json.object()
                        .add("success", true)
                        .add("name", entry.name())
                        .add("since", entry.since())
                        .build());
    }

    private static Optional<Boolean> isReplacing(String choice) {
        return switch (choice) {
            case "refuse" -> Optional.of(false);
            case "replace" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private CompletionStage<JsonValue> free(MeshContext context) {
        return names.free(Payloads.connection(context), Payloads.string(context, "name"))
                .thenApply(done -> Payloads.SUCCESS);
    }
}
