package io.meshws.internal.keep;

/**
 * Names of things that are kept, for messages.
 *
 * @param name of what is loaded
 * @param item what is saved
 * @param unsaved several that are unsaved
 */
record Kind(String name, String item, String unsaved) {
    static final Kind RECORD = new Kind("record", "record", "records");
    static final Kind CHANNEL = new Kind("channel", "message", "channels with messages");
}
