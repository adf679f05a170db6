package io.meshws.client.internal.link;

import io.meshws.client.internal.socket.Outgoing;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameHead;
import io.meshws.protocol.FrameReader;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.protocol.JsonLimits;
import io.meshws.protocol.MalformedFrameException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Reads the frames of one connection: one thread, one after the other. */
final class Incoming {
    private static final String EMPTY = "{}";

    private final Connection connection;
    private final Connection.Owner owner;
    private final PendingCalls calls;
    private final FrameReader reader;

    Incoming(Connection connection, Connection.Owner owner, PendingCalls calls, JsonLimits limits) {
        this.connection = connection;
        this.owner = owner;
        this.calls = calls;
        this.reader = new FrameReader(limits);
    }

    void read(String text) {
        Frame frame;
        try {
            frame = reader.read(text);
        } catch (MalformedFrameException e) {
            malformed(text, e);
            return;
        }
        if (frame instanceof Frame.ClientCall reply) {
            calls.answer(reply.id(), Reply.of(reply.payload(), text.length()));
        } else if (frame instanceof Frame.ServerCall request) {
            owner.request(connection, request, text.length());
        } else if (frame instanceof Frame.Event event) {
            read(event, text);
        }
    }

    private void read(Frame.Event event, String text) {
        switch (event.command()) {
            case BuiltIn.ASSIGN_ID -> {
                if (event.payload() instanceof JsonString id) {
                    JsonObject frame = Json.readTrusted(text).asJsonObject();
                    connection.assigned(
                            id.getString(), Memory.of(frame), JsonValue.TRUE.equals(frame.get("authenticate")));
                }
            }
            case BuiltIn.PING -> answer(BuiltIn.PONG);
            case BuiltIn.LATENCY_REQUEST -> answer(BuiltIn.LATENCY_RESPONSE);
            default -> owner.event(connection, event, text.length());
        }
    }

    /** Has the form of a request, because that is how clients answer, but gets no reply. */
    private void answer(String command) {
        connection.offer(Outgoing.of(FrameText.clientCall(calls.nextId(), command, EMPTY)));
    }

    /** Nothing is dropped without a word: the call fails, the server's request is answered, or the connection ends. */
    private void malformed(String text, MalformedFrameException e) {
        FrameHead head = FrameHead.scan(text);
        if (head.clientId() != null) {
            String message = "The reply cannot be read: " + e.getMessage()
                    + ". Its limits are set with maxDepth and maxNumberLength of the builder";
            calls.answer(head.clientId(), Reply.Failure.of(e.code(), message, e));
        } else if (head.serverId() != null) {
            String error = e.code().body(e.getMessage()).toJson();
            connection.offer(Outgoing.of(FrameText.serverCall(head.serverId(), BuiltIn.REPLY, error)));
        } else {
            connection.unreadable(e.getMessage());
        }
    }
}
