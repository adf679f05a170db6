package io.meshws.internal.keep;

/**
 * A kind of things that are kept, and its names in messages.
 *
 * @param name of a thing that is loaded
 * @param item of a thing that is saved
 * @param unsaved of several things with something unsaved
 * @param keeper of the executor that runs keepers
 * @param notSaved the error text for a writer if its item is not saved
 */
record Kind(String name, String item, String unsaved, String keeper, String notSaved) {
    static final Kind RECORD = new Kind(
            "record",
            "record",
            "records",
            "RecordKeeper",
            "The record was written, but is not saved yet; that is tried again");
    static final Kind CHANNEL = new Kind(
            "channel",
            "message",
            "channels with messages",
            "ChannelKeeper",
            "The message was published, but is not saved yet; that is tried again");
}
