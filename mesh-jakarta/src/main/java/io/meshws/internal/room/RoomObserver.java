package io.meshws.internal.room;

import io.meshws.internal.connection.Connection;
import java.util.concurrent.CompletionStage;

/**
 * Told which rooms clients of this instance join and leave. Calls for one connection come one after the other, except
 * for its closing.
 */
public interface RoomObserver {

    /** The join is done when the stage completes; a failure of the stage has no effect. */
    CompletionStage<Void> joined(Connection connection, String room);

    /**
     * The client left the room, or closed. The leave is done when the stage completes; a failure of the stage has no
     * effect.
     */
    CompletionStage<Void> left(Connection connection, String room);
}
