package io.meshws.internal.pipe;

import io.meshws.CommandException;
import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.Pipes;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.Piped;
import io.meshws.internal.command.FrameDispatcher;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.name.NameTable;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.PairExposure;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The pipes of this instance's clients. Thread-safe. */
public final class PipeTable implements Pipes, FrameDispatcher.PipeHandler {
    private final NameTable names;
    private final PairExposure allowed;
    private final EndTable ends;
    private final PipeMatcher matcher;

    public PipeTable(
            MeshConfig config, Cluster cluster, ConnectionTable connections, NameTable names, FailureLog failures) {
        this.names = names;
        this.allowed = new PairExposure(failures);
        this.ends = new EndTable(config.get(MeshProperty.MAX_PIPES));
        this.matcher = new PipeMatcher(cluster, connections, names, ends);
        names.watch(matcher);
    }

    @Override
    public void allow(Pattern from, Pattern to, Guard guard) {
        allowed.add(from, to, guard);
    }

    @Override
    public boolean disallow(Pattern from, Pattern to) {
        return allowed.remove(from, to);
    }

    /**
     * A client opens a pipe, or opens it again.
     *
     * @param candidate random, for this end as long as its process keeps it
     * @param window how many messages its process takes that the application didn't take yet
     * @return false if the client closed it in the meantime; fails with {@code EFORBIDDEN} if the client may not, or does not
     *     have the name
     */
    public CompletionStage<Boolean> open(Connection client, PipeKey key, String candidate, int window) {
        check(key);
        if (!names.holds(client, key.name())) {
            return CompletableFuture.failedStage(notHeld(key.name()));
        }
        ClientOpening opening = ends.decide(client, key);
        CompletionStage<Boolean> accepting = accepts(client, key, candidate);
        return accepting
                .handle((only, failure) -> ends.decided(client, opening))
                .thenCompose(wanted -> wanted
                        ? accepting.thenCompose(only -> open(new ClientEnd(
                                client,
                                key,
                                candidate,
                                window,
                                only,
                                names.incarnation(client, key.name()).orElseThrow(() -> notHeld(key.name())))))
                        : CompletableFuture.completedStage(false));
    }

    private CompletionStage<Boolean> open(ClientEnd end) {
        ends.put(end);
        if (!names.holds(end.connection(), end.key().name())) {
            // It was lost while the guard decided.
            ends.remove(end);
            throw notHeld(end.key().name());
        }
        return matcher.begin(end).thenApply(done -> true);
    }

    /** Whether the client may only accept; fails if it may not do that either. */
    private CompletionStage<Boolean> accepts(Connection client, PipeKey key, String candidate) {
        ClientEnd before = ends.find(client, key);
        if (before != null && before.candidate().equals(candidate)) {
            return CompletableFuture.completedStage(before.isAccepting());
        }
        return allowed.allows(client, key.name(), key.other()).thenApply(may -> {
            if (!may && !allowed.covers(key.other(), key.name())) {
                throw new CommandException(
                        ErrorCode.EFORBIDDEN,
                        "This connection may not open a pipe from \"" + key.name() + "\" to \"" + key.other() + "\"");
            }
            return !may;
        });
    }

    private static void check(PipeKey key) {
        NameRules.name(key.name());
        NameRules.name(key.other());
        NameRules.pipe(key.pipe());
        if (key.name().equals(key.other())) {
            throw new CommandException(ErrorCode.EPAYLOAD, "A pipe must lead to another name");
        }
    }

    static CommandException notHeld(String name) {
        return new CommandException(ErrorCode.EFORBIDDEN, "This connection does not have the name \"" + name + "\"");
    }

    /**
     * A client closes a pipe.
     *
     * @param error for the other end; empty if all is well
     * @return whether it was open, or about to be
     */
    public boolean close(Connection client, PipeKey key, Optional<ErrorBody> error) {
        check(key);
        boolean givesUp = ends.giveUp(client, key);
        ClientEnd end = ends.find(client, key);
        boolean closes = end != null && end.close(error);
        if (closes) {
            // Told first, and forgotten then: no other answer overtakes the reason.
            matcher.closed(end, error);
            ends.close(end);
        }
        return closes || givesUp;
    }

    /** How many ends of pipes this instance's clients have. */
    public int size() {
        return (int) ends.all().count();
    }

    /** Whether a client has a pipe, open or about to be. */
    public boolean has(Connection client) {
        return ends.has(client);
    }

    // Both are called on the container's thread, one frame of a client after the other.

    @Override
    public void frame(Connection client, String command, JsonValue payload) {
        matcher.frame(client, PipeFrame.read(command, payload));
    }

    @Override
    public void bytes(Connection client, String frame) {
        matcher.frame(client, PipeFrame.read(frame));
    }

    /** Something of the other end of a pipe, on a thread of the engine. */
    public void received(Piped message) {
        matcher.received(message);
    }

    /** A client is gone. The other ends hear of it by the name. */
    public void closed(Connection client) {
        ends.removeAll(client);
    }
}
