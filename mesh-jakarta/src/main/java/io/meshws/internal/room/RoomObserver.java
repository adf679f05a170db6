package io.meshws.internal.room;

import io.meshws.internal.connection.Connection;
import java.util.concurrent.CompletionStage;

/** Told where clients of this instance are. Calls for one connection come one after the other, but for its closing. */
public interface RoomObserver {

    /** The join is done when this is; what it fails with changes nothing. */
    CompletionStage<Void> joined(Connection connection, String room);

    /** It left, or closed. The leave is done when this is; what it fails with changes nothing. */
    CompletionStage<Void> left(Connection connection, String room);
}
