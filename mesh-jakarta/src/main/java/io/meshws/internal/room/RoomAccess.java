package io.meshws.internal.room;

import io.meshws.CommandException;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.MeshProperty;
import io.meshws.SecurityMode;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The permissions of clients for rooms. Guards are asked on the calling thread. Thread-safe. */
public final class RoomAccess {
    private final Exposure<Void> joining;
    private final Exposure<Void> metadata;
    /** Whether the application said which rooms may be joined; until then it is any. */
    private volatile boolean chosen;

    RoomAccess(MeshConfig config, FailureLog failures) {
        this.joining = new Exposure<>(failures);
        this.metadata = new Exposure<>(failures, config.get(MeshProperty.SECURITY) == SecurityMode.OPEN);
    }

    /** From now on, clients join only rooms that are exposed here. */
    Exposure<Void> chosenForJoining() {
        chosen = true;
        return joining;
    }

    Exposure<Void> joining() {
        return joining;
    }

    Exposure<Void> metadata() {
        return metadata;
    }

    /**
     * @return fails with {@code EFORBIDDEN} if the client may not join the room
     */
    public CompletionStage<Void> toJoin(MeshConnection client, String room) {
        NameRules.room(room);
        return (chosen ? joining.allows(client, room) : CompletableFuture.completedStage(true))
                .thenAccept(allowed -> require(allowed, "This room is not open to this client"));
    }

    /**
     * @return fails with {@code EFORBIDDEN} if the client may not read the room's metadata
     */
    public CompletionStage<Void> toReadMetadata(MeshConnection client, String room) {
        return metadata.allows(client, NameRules.room(room))
                .thenAccept(allowed -> require(allowed, "The metadata of this room is not exposed to this client"));
    }

    private static void require(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new CommandException(ErrorCode.EFORBIDDEN, otherwise);
        }
    }
}
