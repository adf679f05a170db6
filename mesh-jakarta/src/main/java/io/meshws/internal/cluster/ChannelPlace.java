package io.meshws.internal.cluster;

import io.meshws.ChannelPosition;

/**
 * Where a message is in its channel, as instances know it. Within an epoch neither offset nor time goes down. So a lower offset
 * with a later time tells that the store went back to an earlier state, and uses offsets again.
 *
 * @param epoch empty where nothing was published
 * @param time when the message was published, by a clock of the store's
 */
public record ChannelPlace(String epoch, long offset, long time) {
    public static final ChannelPlace NOTHING_PUBLISHED = new ChannelPlace("", 0, 0);

    public boolean isOfEpoch(ChannelPlace other) {
        return epoch.equals(other.epoch);
    }

    /** Whether both cannot be places of one course of the channel, this one being the later one. */
    public boolean contradicts(ChannelPlace heard) {
        return isOfEpoch(heard) && offset <= heard.offset && time > heard.time;
    }

    /** As clients know it. */
    public ChannelPosition position() {
        return new ChannelPosition(epoch, offset);
    }
}
