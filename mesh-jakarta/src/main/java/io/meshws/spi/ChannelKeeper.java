package io.meshws.spi;

import java.util.List;

/**
 * Keeps messages of channels outside of Redis, usually in the application's database.
 *
 * <pre>{@code
 * public class LogKeeper implements ChannelKeeper {
 *     private final List<KeptMessage> rows = new CopyOnWriteArrayList<>();
 *
 *     @Override
 *     public synchronized void save(List<KeptMessage> batch) {
 *         batch.stream().filter(message -> !rows.contains(message)).forEach(rows::add);
 *     }
 *
 *     @Override
 *     public List<KeptMessage> load(String channel, long beforeOffset, int limit) {
 *         return rows.stream()
 *                 .filter(row -> row.channel().equals(channel) && row.offset() < beforeOffset)
 *                 .sorted(Comparator.comparingLong(KeptMessage::offset)
 *                         .thenComparing(KeptMessage::timeMicros)
 *                         .reversed())
 *                 .limit(limit)
 *                 .toList();
 *     }
 * }
 * }</pre>
 *
 * <p>mesh calls it on threads of the server, several at a time, and from several instances. It may block.
 *
 * <p>If {@link #save} throws, mesh assumes nothing about the whole batch. It then gives the messages to the keeper one by one, so
 * that a message that can't be saved doesn't delay the others, and tries the failed ones again later. So a message may be given
 * again after it was saved.
 */
public interface ChannelKeeper {

    /**
     * Keeps messages, also of different channels; one that's already there is left as it is. When the method returns, they survive
     * the end of the database.
     */
    void save(List<KeptMessage> batch) throws Exception;

    /**
     * Reads messages of a channel, of all epochs.
     *
     * @param beforeOffset only those with lower offsets
     * @return those with the highest offsets, up to the limit, the highest first; of the same offset, the later one first
     */
    List<KeptMessage> load(String channel, long beforeOffset, int limit) throws Exception;
}
