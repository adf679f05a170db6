package io.meshws.internal.pipe;

import io.meshws.CommandException;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.PipeStep;
import io.meshws.internal.cluster.ClusterMessage.Piped;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.name.NameTable;
import io.meshws.internal.name.NameWatcher;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Brings the two ends of each pipe together, and passes on their frames. Each instance matches its own end when it hears of
 * the other one, which may happen several times, and on other instances. Thread-safe.
 */
final class PipeMatcher implements NameWatcher {
    private final Cluster cluster;
    private final ConnectionTable connections;
    private final NameTable names;
    private final EndTable ends;

    PipeMatcher(Cluster cluster, ConnectionTable connections, NameTable names, EndTable ends) {
        this.cluster = cluster;
        this.connections = connections;
        this.names = names;
        this.ends = ends;
    }

    /** Tells the holder of the other name that this end is there, unless that happened when the name changed. */
    CompletionStage<Void> begin(ClientEnd end) {
        return names.entry(end.key().other()).thenAccept(found -> found.filter(entry -> end.isNews(entry.number()))
                .ifPresent(entry -> begin(end, entry)));
    }

    private void beginAgain(ClientEnd end) {
        names.entry(end.key().other()).thenAccept(found -> found.ifPresent(entry -> begin(end, entry)));
    }

    private void begin(ClientEnd end, NameEntry entry) {
        // Without its name it's of no use to the other end, and in the way of the one that has it.
        if (entry.isHere()
                && !entry.hosted()
                && names.holds(end.connection(), end.key().name())) {
            JsonObjectBuilder body = own(end);
            send(end, PipeStep.WANT, entry.holder(), end.key().pipe(), Json.text(body.build()));
        }
    }

    private static JsonObjectBuilder own(ClientEnd end) {
        return Json.object()
                .add("candidate", end.candidate())
                .add("window", end.window())
                .add("accepting", end.isAccepting());
    }

    private void send(ClientEnd end, PipeStep step, String receiver, String pipe, String body) {
        PipeKey key = end.key();
        Piped message = new Piped(step, end.connection().id(), receiver, key.name(), key.other(), pipe, body);
        if (isHere(receiver)) {
            received(message);
            return;
        }
        cluster.bus().sendTo(ConnectionId.ownerOf(receiver), message).thenAccept(listens -> {
            if (!listens && step == PipeStep.PASS) {
                lost(end, pipe);
            }
        });
    }

    private boolean isHere(String connectionId) {
        return ConnectionId.ownerOf(connectionId).equals(cluster.instanceId());
    }

    void received(Piped message) {
        Connection client = connections.find(message.receiver());
        boolean holds = client != null && names.holds(client, message.to());
        switch (message.step()) {
            case WANT -> {
                if (client != null) {
                    // The change of the name can be here before the client was told that it has it.
                    names.settled(client, message.to()).thenRun(() -> wanted(client, message));
                }
            }
            case OPEN -> {
                if (holds) {
                    answered(client, message);
                }
            }
            case PASS -> passed(holds ? ends.byId(client, message.pipe()) : null, message);
            case UNKNOWN -> {
                if (client != null) {
                    lost(ends.byId(client, message.pipe()), message.pipe());
                }
            }
            case CLOSED -> {
                if (client != null) {
                    closed(client, message);
                }
            }
        }
    }

    private static PipeKey key(Piped message) {
        return new PipeKey(message.to(), message.by(), message.pipe());
    }

    private void wanted(Connection client, Piped message) {
        if (!names.holds(client, message.to())) {
            return;
        }
        ClientEnd end = ends.find(client, key(message));
        JsonObject body = Json.readTrusted(message.body()).asJsonObject();
        boolean permitted = !body.getBoolean("accepting");
        ClientEnd closed = end == null ? ends.closed(client, key(message)) : null;
        if (closed != null && closed.knew(body.getString("candidate"))) {
            // It was away when this one was closed.
            send(closed, closed.error(), message.sender(), body.getString("candidate"));
            return;
        }
        if (end == null && permitted) {
            client.sendFrame(PipeNews.wanted(key(message)));
        }
        if (end == null || end.isAccepting() && !permitted) {
            return;
        }
        if (!match(end, message)) {
            return;
        }
        JsonObjectBuilder answer = own(end).add("yours", body.getString("candidate"));
        send(end, PipeStep.OPEN, message.sender(), end.key().pipe(), Json.text(answer.build()));
    }

    private void answered(Connection client, Piped message) {
        ClientEnd end = ends.find(client, key(message));
        if (end != null && match(end, message)) {
            return;
        }
        // It was closed in between, and the other end was not known then.
        JsonObject body = Json.readTrusted(message.body()).asJsonObject();
        send(
                new ClientEnd(client, key(message), body.getString("yours"), 0, true, ""),
                end == null ? Optional.empty() : end.error(),
                message.sender(),
                body.getString("candidate"));
    }

    /** Returns whether it is open. */
    private static boolean match(ClientEnd end, Piped message) {
        JsonObject body = Json.readTrusted(message.body()).asJsonObject();
        ClientEnd.Peer peer = end.match(message.sender(), body.getString("candidate"));
        if (peer == null) {
            return false;
        }
        end.connection().sendFrame(PipeNews.open(end.key(), peer.id(), body.getInt("window")));
        return true;
    }

    /** A frame of a client. */
    void frame(Connection client, PipeFrame frame) {
        ClientEnd end = ends.byId(client, frame.id());
        ClientEnd.Peer peer = end == null ? null : end.peer();
        if (peer == null) {
            if (!ends.hadPartIn(client, frame.id())) {
                throw new CommandException(ErrorCode.ENOTFOUND, "This connection has no pipe of that id");
            }
            return;
        }
        if (!names.holds(client, end.key().name())) {
            throw PipeTable.notHeld(end.key().name());
        }
        send(end, PipeStep.PASS, peer.connection(), frame.id(), frame.text());
    }

    private void passed(ClientEnd end, Piped message) {
        if (end != null && end.key().other().equals(message.by())) {
            end.connection().sendFrame(message.body());
            return;
        }
        Piped answer = new Piped(
                PipeStep.UNKNOWN,
                message.receiver(),
                message.sender(),
                message.to(),
                message.by(),
                message.pipe(),
                null);
        if (isHere(message.sender())) {
            received(answer);
        } else {
            cluster.bus().sendTo(ConnectionId.ownerOf(message.sender()), answer);
        }
    }

    /** No client has the other end of this pipe any more; another one may get it. */
    private void lost(ClientEnd end, String id) {
        if (end != null && end.unmatch(id)) {
            end.connection().sendFrame(PipeNews.away(end.key(), id));
            beginAgain(end);
        }
    }

    /** A client closed its end. */
    void closed(ClientEnd end, Optional<ErrorBody> error) {
        ClientEnd.Peer peer = end.peer();
        if (peer != null) {
            send(end, error, peer.connection(), peer.candidate());
        }
    }

    /** @param yours the candidate of the end that is told */
    private void send(ClientEnd end, Optional<ErrorBody> error, String receiver, String yours) {
        JsonObjectBuilder body = Json.object().add("candidate", end.candidate()).add("yours", yours);
        error.ifPresent(known -> body.add("error", Json.raw(known.toJson())));
        send(end, PipeStep.CLOSED, receiver, end.key().pipe(), Json.text(body.build()));
    }

    private void closed(Connection client, Piped message) {
        ClientEnd end = ends.find(client, key(message));
        JsonObject body = Json.readTrusted(message.body()).asJsonObject();
        if (end == null || !end.candidate().equals(body.getString("yours", ""))) {
            return;
        }
        ClientEnd.Peer peer = end.peer();
        if (peer == null || peer.candidate().equals(body.getString("candidate"))) {
            end(end, ErrorBody.from(body.get("error")));
        }
    }

    private void end(ClientEnd end, Optional<ErrorBody> error) {
        ends.remove(end);
        end.connection().sendFrame(PipeNews.closed(end.key(), error));
    }

    @Override
    public void changed(NameEntry entry) {
        boolean isHere = entry.isHere();
        for (ClientEnd end : ends.named(entry.name())) {
            if (end.key().name().equals(entry.name())) {
                boolean keeps = isHere && end.connection().id().equals(entry.holder());
                if (!keeps && !names.holds(end.connection(), entry.name())) {
                    ownLost(end, entry);
                }
            } else if (end.isNews(entry.number())) {
                otherChanged(end, entry);
            }
        }
    }

    /** If another connection of the same client has the name now, the client may take it back, and go on. */
    private void ownLost(ClientEnd end, NameEntry entry) {
        if (entry.state() != State.FREE && entry.incarnation().equals(end.incarnation())) {
            forgetPeer(end);
        } else {
            end(end, Optional.of(ErrorCode.EGONE.body("This connection does not have the name any more")));
        }
    }

    private void otherChanged(ClientEnd end, NameEntry entry) {
        ClientEnd.Peer peer = end.peer();
        boolean isHere = entry.isHere();
        if (peer != null && isHere && peer.connection().equals(entry.holder())) {
            return;
        }
        forgetPeer(end);
        begin(end, entry);
    }

    private static void forgetPeer(ClientEnd end) {
        ClientEnd.Peer peer = end.peer();
        if (peer != null && end.unmatch(peer.id())) {
            end.connection().sendFrame(PipeNews.away(end.key(), peer.id()));
        }
    }

    @Override
    public void unsure() {
        ends.all().forEach(end -> names.read(end.key().other())
                .thenAccept(found -> found.ifPresentOrElse(entry -> otherChanged(end, entry), () -> forgetPeer(end))));
    }
}
