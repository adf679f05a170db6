package io.meshws.internal.builtin;

import io.meshws.MeshContext;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.pipe.PipeKey;
import io.meshws.internal.pipe.PipeTable;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.Json;
import io.meshws.protocol.pipe.PipeEnd;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The clients' commands for pipes. */
final class PipeCommands {
    private static final Pattern CANDIDATE = Pattern.compile("[0-9A-Za-z-]{8,64}");

    private final PipeTable pipes;

    PipeCommands(PipeTable pipes) {
        this.pipes = pipes;
    }

    void register(CommandRegistry commands) {
        commands.builtIn(BuiltIn.OPEN_PIPE, this::open);
        commands.builtIn(BuiltIn.CLOSE_PIPE, this::close);
    }

    private CompletionStage<JsonValue> open(MeshContext context) {
        String candidate = Payloads.string(context, "candidate");
        if (!CANDIDATE.matcher(candidate).matches()) {
            throw Payloads.expected("candidate", "8 to 64 letters, digits or hyphens");
        }
        int window = Payloads.count(context, "window", PipeEnd.WINDOW);
        if (window == 0) {
            throw Payloads.expected("window", "a whole number from 1");
        }
        PipeKey key = key(context);
        Payloads.checkName(context, key.name(), "name");
        Payloads.checkName(context, key.other(), "name");
        Payloads.checkName(context, key.pipe(), "pipe name");
        return pipes.open(Payloads.connection(context), key, candidate, window).thenApply(PipeCommands::success);
    }

    private JsonValue close(MeshContext context) {
        return success(pipes.close(Payloads.connection(context), key(context), error(context)));
    }

    private static JsonValue success(boolean success) {
        return Json.object().add("success", success).build();
    }

    private static Optional<ErrorBody> error(MeshContext context) {
        JsonValue error = Payloads.optional(context, "error");
        if (error == JsonValue.NULL) {
            return Optional.empty();
        }
        ErrorBody given = ErrorBody.from(error)
                .orElseThrow(() -> Payloads.expected("error", "an object with the texts error and code"));
        return Optional.of(new ErrorBody(given.message(), given.code(), given.name(), null));
    }

    private static PipeKey key(MeshContext context) {
        return new PipeKey(
                Payloads.string(context, "name"), Payloads.string(context, "to"), Payloads.string(context, "pipe"));
    }
}
