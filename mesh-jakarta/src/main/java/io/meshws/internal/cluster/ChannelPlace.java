package io.meshws.internal.cluster;

import io.meshws.ChannelPosition;

/**
 * The position of a message in its channel, as instances know it. Within an epoch, offset and time never decrease. So a
 * lower offset with a later time shows that the store went back to an earlier state and is reusing offsets.
 *
 * @param epoch empty if nothing was published
 * @param time when the message was published, by the store's clock
 */
public record ChannelPlace(String epoch, long offset, long time) {
    public static final ChannelPlace NOTHING_PUBLISHED = new ChannelPlace("", 0, 0);

    public boolean isOfEpoch(ChannelPlace other) {
        return epoch.equals(other.epoch);
    }

    /** Whether the two positions can't belong to the same history of the channel, with this one being the later one. */
    public boolean contradicts(ChannelPlace heard) {
        return isOfEpoch(heard) && offset <= heard.offset && time > heard.time;
    }

    /** The position as clients know it. */
    public ChannelPosition position() {
        return new ChannelPosition(epoch, offset);
    }
}
