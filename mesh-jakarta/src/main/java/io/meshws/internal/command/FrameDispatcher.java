package io.meshws.internal.command;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.liveness.Liveness;
import io.meshws.internal.security.ValueLimit;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.MalformedFrameException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reads each frame of a client once, and passes it to the part that handles it. Thread-safe. */
public final class FrameDispatcher {
    private static final ErrorBody BINARY =
            ErrorCode.EBINARY.body("Binary frames are for pipes, and this connection has none");
    private static final ErrorBody OUTSIDE = ErrorCode.EUNAUTHENTICATED.body("Sign in first");

    private final FrameReader reader;
    private final LongSupplier nanos;
    private final CommandRunner runner;
    private final ClientRequests requests;
    private final Liveness liveness;
    private final SignInHandler signIn;
    private final PipeHandler pipes;

    /** Takes {@code mesh/authenticate}, which runs through no middleware, so that no other code sees its content. */
    @FunctionalInterface
    public interface SignInHandler {
        /**
         * @param id of the request; null if the client waits for no reply
         */
        void authenticate(Connection connection, Long id, JsonValue payload);
    }

    /** Takes the frames of pipes, which run through no middleware: they are passed on as they come, and in their order. */
    public interface PipeHandler {
        /** @throws CommandException if the client may not send this */
        void frame(Connection connection, String command, JsonValue payload);

        /**
         * @param frame a {@link io.meshws.protocol.BinaryFrame}
         * @throws CommandException if the client may not send this
         */
        void bytes(Connection connection, String frame);
    }

    public FrameDispatcher(
            MeshConfig config,
            CommandRegistry commands,
            ClientRequests requests,
            Liveness liveness,
            JsonBinding json,
            CommandScope scope,
            AppStages stages,
            Failures failures,
            LongSupplier nanos,
            AnswerStore answers,
            Executor workers,
            SignInHandler signIn,
            PipeHandler pipes) {
        this.signIn = signIn;
        this.pipes = pipes;
        this.nanos = nanos;
        this.reader = new FrameReader(ValueLimit.json(config));
        this.runner = new CommandRunner(
                commands, json, scope, stages, failures, config.get(MeshProperty.COMMAND_TIMEOUT), answers, workers);
        this.requests = requests;
        this.liveness = liveness;
    }

    /** Handles a text frame, on the container's thread, one frame of a connection after the other. */
    public void text(Connection connection, String text) {
        Frame frame;
        try {
            frame = reader.read(text);
        } catch (MalformedFrameException e) {
            if (mayCome(connection, null, "", nanos.getAsLong())) {
                connection.sendError(e.code().body(e.getMessage()), FrameText.error(e));
            }
            return;
        }
        switch (frame.command()) {
            case BuiltIn.PONG -> liveness.answered(connection);
            case BuiltIn.LATENCY_RESPONSE -> liveness.measured(connection);
            case BuiltIn.REPLY -> answered(connection, frame);
            default -> command(connection, frame);
        }
    }

    /** A client is gone. */
    public void closed(Connection connection) {
        runner.repeats().closed(connection);
    }

    /** Called about once a second. */
    public void tick() {
        runner.repeats().tick();
    }

    /**
     * Handles a binary frame, which has to be of a pipe.
     *
     * @param frame null if the client has none
     */
    public void binary(Connection connection, String frame) {
        if (!mayCome(connection, null, "", nanos.getAsLong())) {
            return;
        }
        if (frame == null) {
            refuse(connection, null, "", BINARY);
            return;
        }
        try {
            pipes.bytes(connection, frame);
        } catch (CommandException e) {
            refuse(connection, null, BuiltIn.PIPE, body(e));
        }
    }

    private static ErrorBody body(CommandException e) {
        return new ErrorBody(e.getMessage(), e.code(), e.name(), null);
    }

    /** Whether the client sends no more in a second than it may; otherwise it is told. */
    private static boolean mayCome(Connection connection, Long id, String command, long now) {
        long wait = connection.takeCommand(now);
        if (wait != 0) {
            refuse(connection, id, command, tooFast(wait));
        }
        return wait == 0;
    }

    private void answered(Connection connection, Frame frame) {
        if (connection.isAnnounced() && frame instanceof Frame.ServerCall reply) {
            requests.answered(connection, reply);
        } else {
            command(connection, frame);
        }
    }

    private void command(Connection connection, Frame frame) {
        Frame.ClientCall call = frame instanceof Frame.ClientCall request ? request : null;
        Long id = call == null ? null : call.id();
        long now = nanos.getAsLong();
        if (!mayCome(connection, id, frame.command(), now)) {
            return;
        }
        if (frame.command().equals(BuiltIn.AUTHENTICATE)) {
            signIn.authenticate(connection, id, frame.payload());
        } else if (!connection.isAnnounced()) {
            outside(connection, id, frame, now);
        } else if (isOfPipe(frame.command())) {
            pipe(connection, id, frame);
        } else if (!(frame instanceof Frame.ServerCall)) {
            runner.run(connection, id, frame.command(), frame.payload(), call == null ? null : call.once(), now);
        }
    }

    /** Strangers don't take memory of the cluster: their requests aren't remembered. */
    private void outside(Connection connection, Long id, Frame frame, long now) {
        if (runner.isOpen(frame.command())) {
            runner.run(connection, id, frame.command(), frame.payload(), null, now);
        } else {
            refuse(connection, id, frame.command(), OUTSIDE);
        }
    }

    private static boolean isOfPipe(String command) {
        return switch (command) {
            case BuiltIn.PIPE, BuiltIn.PIPE_ACK, BuiltIn.PIPE_RESUME -> true;
            default -> false;
        };
    }

    private void pipe(Connection connection, Long id, Frame frame) {
        try {
            pipes.frame(connection, frame.command(), frame.payload());
        } catch (CommandException e) {
            refuse(connection, id, frame.command(), body(e));
        }
    }

    private static void refuse(Connection connection, Long id, String command, ErrorBody error) {
        connection.sendError(error, FrameText.error(id, command, error));
    }

    private static ErrorBody tooFast(long wait) {
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.abs(wait)) + 1;
        boolean isOfUser = wait < 0;
        String text =
                "Too many commands of this " + (isOfUser ? "user" : "connection") + "; try again in " + millis + " ms";
        MeshProperty<?> limit = isOfUser ? MeshProperty.USER_COMMANDS_PER_SECOND : MeshProperty.COMMANDS_PER_SECOND;
        ErrorCode code = ErrorCode.ERATE;
        return new ErrorBody(text, code.name(), code.errorName(), null, null, millis, limit.toString());
    }
}
