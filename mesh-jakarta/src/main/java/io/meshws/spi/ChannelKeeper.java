package io.meshws.spi;

import java.util.List;

/**
 * Keeps messages of channels outside of Redis, usually in the application's database. mesh calls it on threads of the server, where
 * it may block, several at a time, and from several instances.
 *
 * <p>What {@link #save} throws means that nothing is known of the whole batch. mesh then gives the messages to the keeper one by
 * one, so that one that can't be saved doesn't hold up the others, and tries again later what failed. So a message may be given
 * again after it was saved.
 */
public interface ChannelKeeper {

    /**
     * Keeps messages, also of different channels; one that's already there is left as it is. When the method returns, they survive
     * the end of the database.
     */
    void save(List<KeptMessage> batch) throws Exception;

    /**
     * Reads messages of a channel, of whatever epochs.
     *
     * @param beforeOffset only those with lower offsets
     * @return those with the highest offsets, up to the limit, the highest first; of the same offset, the later one first
     */
    List<KeptMessage> load(String channel, long beforeOffset, int limit) throws Exception;
}
