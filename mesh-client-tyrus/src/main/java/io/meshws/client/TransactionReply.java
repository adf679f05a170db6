package io.meshws.client;

import java.util.List;

/**
 * A transaction that took effect.
 *
 * @param id unique to it
 * @param versions that of each operation's record after it, in the order of the operations
 */
public record TransactionReply(String id, List<Long> versions) {}
