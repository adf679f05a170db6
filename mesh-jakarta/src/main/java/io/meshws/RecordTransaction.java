package io.meshws;

import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import java.util.Optional;

/**
 * The records of a transaction, for the function that {@link Records#transaction} calls, and only while it runs.
 *
 * <pre>{@code
 * mesh.records().transaction(tx -> {
 *     if (tx.get("seat:12").value().isPresent()) {
 *         throw new CommandException("ETAKEN", "Seat 12 is taken");
 *     }
 *     tx.write("seat:12", Map.of("order", 7));
 *     tx.change("order:7", Change.push("/seats", 12));
 *     return 12;
 * }, "seat:12", "order:7");
 * }</pre>
 *
 * <p>The function sees the records as they were at one moment, plus its own earlier writes. Its writes take effect after it
 * returns, all of them or none; each record that they change has one version more then.
 *
 * <p>Not thread-safe. Every method throws {@link IllegalArgumentException} for a record that the transaction didn't name, and
 * {@link IllegalStateException} after the function returned.
 */
public interface RecordTransaction {

    /** The record with this transaction's writes so far, and the version that it had before. */
    RecordSnapshot get(String recordId);

    /**
     * The value, with this transaction's writes so far.
     *
     * @param type the class of the value
     * @return empty if there is none, or JSON null
     * @throws CommandException with the code {@code ETYPE} if the value doesn't fit
     */
    <T> Optional<T> get(String recordId, Class<T> type);

    /** Replaces the value. */
    default void write(String recordId, Object value) {
        write(recordId, value, MergeStrategy.REPLACE);
    }

    /**
     * Writes a value.
     *
     * @param value anything that JSON-B or JSON-P can express, or null
     */
    void write(String recordId, Object value, MergeStrategy strategy);

    /**
     * Changes places in a record, all or none.
     *
     * @param changes 1 to {@value Change#MAX_CHANGES}
     * @throws CommandException as {@link Records#change(String, Change...)} fails
     */
    void change(String recordId, Change... changes);

    /** Deletes the record. */
    void delete(String recordId);
}
