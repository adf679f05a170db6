package io.meshws.internal.command;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.liveness.Liveness;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Reads each frame of a client once, and passes it to the part that handles it. Thread-safe. */
public final class FrameDispatcher {
    private static final String BINARY = FrameText.event(
            BuiltIn.ERROR,
            ErrorCode.EBINARY.body("Binary frames are not part of the protocol").toJson());

    private final FrameReader reader;
    private final CommandRunner runner;
    private final ClientRequests requests;
    private final Liveness liveness;
    private final SignInHandler signIn;

    /** Takes {@code mesh/authenticate}, which runs through no middleware: nobody else sees what is in it. */
    @FunctionalInterface
    public interface SignInHandler {
        /**
         * @param id of the request; null if the client waits for no reply
         */
        void authenticate(Connection connection, Long id, JsonValue payload);
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
            SignInHandler signIn) {
        this.signIn = signIn;
        this.reader = new FrameReader(JsonLimits.ofDepth(config.get(MeshProperty.MAX_DEPTH)));
        this.runner = new CommandRunner(
                commands,
                json,
                scope,
                stages,
                failures,
                config.get(MeshProperty.COMMAND_TIMEOUT),
                nanos,
                answers,
                workers);
        this.requests = requests;
        this.liveness = liveness;
    }

    /** Handles a text frame, on the container's thread, one frame of a connection after the other. */
    public void text(Connection connection, String text) {
        Frame frame;
        try {
            frame = reader.read(text);
        } catch (MalformedFrameException e) {
            connection.sendFrame(FrameText.error(e));
            return;
        }
        switch (frame.command()) {
            case BuiltIn.PONG -> liveness.answered(connection);
            case BuiltIn.LATENCY_RESPONSE -> liveness.measured(connection);
            case BuiltIn.AUTHENTICATE ->
                signIn.authenticate(
                        connection, frame instanceof Frame.ClientCall call ? call.id() : null, frame.payload());
            default -> {
                if (connection.isAnnounced()) {
                    dispatch(connection, frame);
                } else {
                    turnAway(connection, frame);
                }
            }
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

    private static void turnAway(Connection connection, Frame frame) {
        String error = ErrorCode.EUNAUTHENTICATED.body("Sign in first").toJson();
        connection.sendFrame(
                frame instanceof Frame.ClientCall call
                        ? FrameText.clientCall(call.id(), call.command(), error)
                        : FrameText.event(BuiltIn.ERROR, error));
    }

    /** Handles a binary frame without looking at its content. */
    public void binary(Connection connection) {
        connection.sendFrame(BINARY);
    }

    private void dispatch(Connection connection, Frame frame) {
        if (frame instanceof Frame.ClientCall call) {
            runner.run(connection, call.id(), call.command(), call.payload(), call.once());
        } else if (frame instanceof Frame.Event event) {
            runner.run(connection, null, event.command(), event.payload(), null);
        } else if (frame instanceof Frame.ServerCall reply && reply.command().equals(BuiltIn.REPLY)) {
            requests.answered(connection, reply);
        }
    }
}
