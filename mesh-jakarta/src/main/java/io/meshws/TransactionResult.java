package io.meshws;

import java.util.List;

/**
 * A transaction that took effect.
 *
 * @param id unique to this transaction; {@link RecordChanged} and {@link RecordRemoved} have it too
 * @param value the function's result, from the run that took effect
 * @param records all records of the transaction after it, in the order in which they were named
 */
public record TransactionResult<T>(String id, T value, List<RecordSnapshot> records) {}
