package io.meshws.internal.command;

import io.meshws.CommandException;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.host.AppStages;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Once;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.binding.Unfinished;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs commands, from a parsed frame to the one reply. Thread-safe. */
final class CommandRunner {
    private final CommandRegistry registry;
    private final JsonBinding json;
    private final CommandScope scope;
    private final AppStages stages;
    private final Failures failures;
    private final long timeoutNanos;
    private final Executor workers;
    private final Repeats repeats;

    CommandRunner(
            CommandRegistry registry,
            JsonBinding json,
            CommandScope scope,
            AppStages stages,
            Failures failures,
            Duration timeout,
            AnswerStore answers,
            Executor workers) {
        this.registry = registry;
        this.json = json;
        this.scope = scope;
        this.stages = stages;
        this.failures = failures;
        this.timeoutNanos = timeout.toNanos();
        this.workers = workers;
        this.repeats = new Repeats(
                answers,
                timeout,
                workers,
                (execution, failure) -> execution.fail(describe(execution, failure, "Looking for the answer to ")));
    }

    Repeats repeats() {
        return repeats;
    }

    /** Whether clients may call it that have to sign in and didn't. */
    boolean isOpen(String command) {
        CommandRoute route = registry.find(command);
        return route != null && route.isOpen();
    }

    /**
     * @param id null if the client doesn't wait for a reply
     * @param once null if the request does not come again
     * @param now on the clock of {@link System#nanoTime}
     */
    void run(Connection connection, Long id, String command, JsonValue payload, Once once, long now) {
        Execution execution = new Execution(connection, id, command, payload, json, now + timeoutNanos);
        CommandRoute route = registry.find(command);
        if (route == null) {
            execution.fail(ErrorCode.ENOTFOUND.body("Command \"" + command + "\" not found"));
        } else if (connection.inFlight().isFull()) {
            execution.fail(ErrorCode.EBUSY
                    .body("Too many commands of this connection are in flight")
                    .ofLimit(MeshProperty.MAX_IN_FLIGHT.toString()));
        } else if (once == null || !Repeats.isFor(command)) {
            runHere(connection, route, execution);
        } else {
            repeats.run(connection, once, execution, () -> runElsewhere(connection, route, execution));
        }
    }

    /** On the container's thread. */
    private void runHere(Connection connection, CommandRoute route, Execution execution) {
        Object result;
        connection.running(execution);
        try {
            Runnable end = scope.beginAlone();
            if (end == null) {
                waitWhileRunElsewhere(connection, route, execution);
                return;
            }
            result = run(route, execution, end);
        } catch (Throwable e) {
            execution.fail(describe(execution, e, ""));
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

    /** On a thread of the container that must not run it. It waits, because the client's commands run one after the other. */
    private void waitWhileRunElsewhere(Connection connection, CommandRoute route, Execution execution) {
        connection.inFlight().begin(execution);
        try {
            CompletableFuture.runAsync(() -> runElsewhere(connection, route, execution), workers)
                    .join();
        } catch (RejectedExecutionException e) {
            connection.inFlight().end(execution);
            throw e;
        }
    }

    /** On a worker. The connection counts it as in flight. */
    private void runElsewhere(Connection connection, CommandRoute route, Execution execution) {
        CompletionStage<?> stage;
        try {
            if (connection.isRefused()) {
                throw new CommandException(
                        ErrorCode.EUNAUTHENTICATED, "The connection was closed before the command ran");
            }
            Object result = run(route, execution, scope.begin());
            stage = result instanceof CompletionStage<?> later ? later : CompletableFuture.completedFuture(result);
        } catch (Throwable e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((value, failure) -> {
            end(execution, value, failure);
            connection.inFlight().end(execution);
        });
    }

    /** @param end of the scope that has begun */
    private Object run(CommandRoute route, Execution execution, Runnable end) throws Exception {
        try {
            return route.run(execution, scope, stages);
        } finally {
            end.run();
        }
    }

    private void await(Execution execution, Connection connection, CompletionStage<?> stage) {
        stage.whenComplete((value, failure) -> {
            end(execution, value, failure);
            connection.inFlight().end(execution);
        });
        if (!execution.isAnswered()) {
            connection.inFlight().begin(execution);
            // It may have ended between the two.
            if (execution.isAnswered()) {
                connection.inFlight().end(execution);
            }
        }
    }

    private void end(Execution execution, Object value, Throwable failure) {
        if (failure == null) {
            succeed(execution, value);
        } else {
            execution.fail(describe(execution, failure, ""));
        }
    }

    private void succeed(Execution execution, Object result) {
        if (!execution.expectsReply()) {
            execution.answer("null");
            return;
        }
        Optional<Class<?>> unfinished = Unfinished.inValue(result);
        if (unfinished.isPresent()) {
            execution.fail(failures.unfinished(
                    execution.command(), execution.connection().id(), unfinished.get()));
            return;
        }
        String text;
        try {
            text = json.toText(result);
        } catch (Throwable e) {
            execution.fail(describe(execution, e, "Writing the result of "));
            return;
        }
        execution.answer(text);
    }

    private ErrorBody describe(Execution execution, Throwable failure, String doing) {
        String client = execution.connection().id();
        return failures.describe(
                failure,
                execution.command(),
                client,
                doing + "command \"" + execution.command() + "\" of connection " + client);
    }
}
