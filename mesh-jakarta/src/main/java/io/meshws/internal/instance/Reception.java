package io.meshws.internal.instance;

import io.meshws.internal.cluster.AnswerStore;
import io.meshws.internal.connection.Attention;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.Handshake;
import io.meshws.internal.connection.Transport;
import io.meshws.internal.identity.HandshakeCheck;
import io.meshws.internal.identity.SignIn;
import io.meshws.internal.liveness.Liveness;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.FrameText;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Receives clients, lets each in once it is signed in, if it has to be, and sees it off. Thread-safe.
 *
 * @param forget has the features forget a client that is gone
 */
record Reception(
        ConnectionTable connections,
        Liveness liveness,
        Attention attention,
        ConnectionEvents events,
        SignIn signIn,
        HandshakeCheck handshakes,
        Optional<String> memory,
        Consumer<Connection> forget) {

    /** A client connected: it gets its id, and pings from now on. */
    Connection open(Handshake given, Transport transport, boolean stopping) {
        Handshake handshake = handshakes.followed(given);
        Connection connection = connections.open(handshake, transport);
        if (handshake.place().isEmpty()) {
            liveness.opened(connection);
            connection.received();
            connection.refuse(CloseCode.TRY_LATER);
            return connection;
        }
        boolean signsIn = signIn.isNeeded(connection);
        connection.sendFrame(FrameText.assignId(connection.id(), AnswerStore.MEMORY.toSeconds(), memory, signsIn));
        liveness.opened(connection);
        if (signsIn) {
            signIn.await(connection);
        } else {
            handshake
                    .admission()
                    .ifPresentOrElse(
                            known -> handshakes.opened(connection, known, this::letIn), () -> letIn(connection));
        }
        connection.received();
        if (stopping) {
            connection.close(CloseCode.GOING_AWAY);
        }
        return connection;
    }

    /** The application is told, then the client's commands are carried out. */
    void letIn(Connection connection) {
        if (!connections.letIn(connection)) {
            return;
        }
        attention.hold();
        try {
            events.opened(connection);
        } finally {
            attention.release();
        }
        connection.announced();
    }

    /**
     * A client is gone.
     *
     * @param announce tells the application, unless the client was never let in
     */
    void closed(Connection connection, Runnable announce) {
        if (!connections.closed(connection)) {
            return;
        }
        liveness.closed(connection);
        signIn.closed(connection);
        forget.accept(connection);
        if (connection.wasIn()) {
            connection.whenAnnounced(announce);
        }
    }

    /** Sends away the clients that are outside; others are closed with the rest. */
    void stop() {
        signIn.outside().forEach(connection -> connection.close(CloseCode.GOING_AWAY));
    }
}
