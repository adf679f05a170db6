package io.meshws.client;

/** Receives the messages of a channel. Called on one thread at a time, in order; may block. */
@FunctionalInterface
public interface ChannelListener {

    void message(ChannelUpdate.Message message);

    /** Messages are missing; does nothing by default. {@link ChannelUpdate.Gap} has the details. */
    default void gap(ChannelUpdate.Gap gap) {}
}
