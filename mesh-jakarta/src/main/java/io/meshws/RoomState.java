package io.meshws;

import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The state of a room: the record that has the room's name as its id. All instances share it, clients subscribe to it
 * if it is exposed by {@link Records#expose(String)}, and it stays until it is deleted.
 *
 * <pre>{@code
 * RoomState state = mesh.room("chat", "general").state();
 * state.change(Change.increment("/visits", 1), Change.push("/messages", "Hello").keep(100))
 *         .thenAccept(snapshot -> System.out.println(snapshot.value()));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface RoomState {

    /** The id of the record: the room's name. */
    String recordId();

    /** {@link Records#get}. */
    CompletionStage<RecordSnapshot> get();

    /** {@link Records#write(String, Object)}. */
    CompletionStage<Long> write(Object value);

    /** {@link Records#write(String, Object, MergeStrategy)}. */
    CompletionStage<Long> write(Object value, MergeStrategy strategy);

    /** {@link Records#change(String, Change...)}. */
    CompletionStage<RecordSnapshot> change(Change... changes);

    /** {@link Records#update}. */
    <T> CompletionStage<RecordSnapshot> update(Class<T> type, Function<? super Optional<T>, ? extends T> function);

    /** {@link Records#updateExisting}. */
    <T> CompletionStage<RecordSnapshot> updateExisting(Class<T> type, Function<? super T, ? extends T> function);

    /** {@link Records#delete}. */
    CompletionStage<Boolean> clear();
}
