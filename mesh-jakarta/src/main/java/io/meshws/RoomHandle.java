package io.meshws;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One room, with the methods of {@link Rooms}, {@link MeshServer#broadcast}, {@link Connections} and {@link Records}
 * for its name.
 *
 * <pre>{@code
 * RoomHandle general = mesh.room("chat", "general"); // the room "chat:general"
 * general.join(connection)
 *         .thenCompose(added -> general.emitExcept(connection, "joined", connection.id()));
 * general.size().thenAccept(members -> System.out.println(members + " members on all instances"));
 * }</pre>
 *
 * <p>A handle only holds the name: it can be kept, recreated and shared, and handles of the same room are equal.
 * Thread-safe. Stages fail like those of the methods that are linked below.
 */
public interface RoomHandle {

    /** The room's name, in a namespace {@code namespace:key}. */
    String name();

    /** {@link Rooms#add(String, String)}. */
    CompletionStage<Boolean> join(String connectionId);

    /** {@link Rooms#add(String, MeshConnection)}. */
    CompletionStage<Boolean> join(MeshConnection connection);

    /** {@link Rooms#remove(String, String)}. */
    CompletionStage<Boolean> leave(String connectionId);

    /** {@link Rooms#remove(String, MeshConnection)}. */
    CompletionStage<Boolean> leave(MeshConnection connection);

    /** {@link Rooms#contains}. */
    CompletionStage<Boolean> has(String connectionId);

    /** {@link Rooms#contains}. */
    CompletionStage<Boolean> has(MeshConnection connection);

    /** The number of {@link #members}. */
    CompletionStage<Integer> size();

    /** {@link Rooms#members}. */
    CompletionStage<Set<String>> members();

    /** Sends an event to all members, {@link MeshServer#broadcastRoom}. */
    CompletionStage<Void> emit(String event, Object payload);

    /** Sends an event to all members but one. */
    CompletionStage<Void> emitExcept(String connectionId, String event, Object payload);

    /** Sends an event to all members but one. */
    CompletionStage<Void> emitExcept(MeshConnection connection, String event, Object payload);

    /**
     * Sends an event to one member.
     *
     * @return false if the connection isn't a member, and otherwise as {@link Connections#send}
     */
    CompletionStage<Boolean> emitTo(String connectionId, String event, Object payload);

    /** Sends an event to one member, like {@link #emitTo(String, String, Object)}. */
    CompletionStage<Boolean> emitTo(MeshConnection connection, String event, Object payload);

    /** The room's state. It outlives the members. */
    RoomState state();

    /**
     * Removes all current members, the room's metadata and its state. Members aren't told, except by presence if the
     * room is tracked.
     */
    CompletionStage<Void> delete();
}
