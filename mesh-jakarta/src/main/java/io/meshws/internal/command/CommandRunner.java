package io.meshws.internal.command;

import io.meshws.internal.connection.Connection;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.binding.Unfinished;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Runs commands: from a frame that was read to the one reply. Thread-safe. */
final class CommandRunner {
    private static final System.Logger LOG = System.getLogger("io.meshws.internal.command");

    private final CommandRegistry registry;
    private final JsonBinding json;
    private final CommandScope scope;
    private final long timeoutNanos;
    private final LongSupplier nanos;
    /** The commands whose handlers returned one, with the reference of the log. */
    private final ConcurrentHashMap<String, String> unfinished = new ConcurrentHashMap<>();

    CommandRunner(
            CommandRegistry registry, JsonBinding json, CommandScope scope, Duration timeout, LongSupplier nanos) {
        this.registry = registry;
        this.json = json;
        this.scope = scope;
        this.timeoutNanos = timeout.toNanos();
        this.nanos = nanos;
    }

    /**
     * @param id null where the client waits for no reply
     */
    void run(Connection connection, Long id, String command, JsonValue payload) {
        Execution execution = new Execution(connection, id, command, payload, json, nanos.getAsLong() + timeoutNanos);
        CommandRoute route = registry.find(command);
        if (route == null) {
            execution.fail(ErrorCode.ENOTFOUND.body("Command \"" + command + "\" not found"));
            return;
        }
        if (connection.isBusy()) {
            execution.fail(ErrorCode.EBUSY.body("Too many commands of this connection are in flight"));
            return;
        }
        Object result;
        connection.running(execution);
        try {
            result = route.run(execution, scope);
        } catch (Throwable e) {
            execution.fail(Failures.describe(e, describe(execution)));
            return;
        } finally {
            connection.running(null);
        }
        if (result instanceof CompletionStage<?> stage) {
            await(execution, connection, stage);
        } else {
            succeed(execution, result);
        }
    }

    private void await(Execution execution, Connection connection, CompletionStage<?> stage) {
        stage.whenComplete((value, failure) -> {
            end(execution, value, failure);
            connection.end(execution);
        });
        if (!execution.isAnswered()) {
            connection.begin(execution);
            // It may have ended between the two.
            if (execution.isAnswered()) {
                connection.end(execution);
            }
        }
    }

    private void end(Execution execution, Object value, Throwable failure) {
        if (failure == null) {
            succeed(execution, value);
        } else {
            execution.fail(Failures.describe(failure, describe(execution)));
        }
    }

    private void succeed(Execution execution, Object result) {
        if (!execution.expectsReply()) {
            execution.answer("null");
            return;
        }
        Optional<Class<?>> unfinished = Unfinished.inValue(result);
        if (unfinished.isPresent()) {
            execution.fail(unfinished(execution.command(), unfinished.get()));
            return;
        }
        String text;
        try {
            text = json.toText(result);
        } catch (Throwable e) {
            execution.fail(Failures.describe(e, "Writing the result of " + describe(execution)));
            return;
        }
        execution.answer(text);
    }

    /** A mistake in the handler, which each call repeats: the log has it once, under the reference that clients get. */
    private ErrorBody unfinished(String command, Class<?> type) {
        String reference = unfinished.computeIfAbsent(command, name -> {
            String made = Failures.reference();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "MESH-0320 The handler of command \"" + name + "\" returned a " + type.getName()
                            + " that nothing waits for; return a CompletionStage of the whole value, or the value;"
                            + " reference " + made);
            return made;
        });
        return Failures.neutral(reference);
    }

    private static String describe(Execution execution) {
        return "command \"" + execution.command() + "\" of connection "
                + execution.connection().id();
    }
}
