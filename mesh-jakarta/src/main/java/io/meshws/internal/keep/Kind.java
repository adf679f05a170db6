package io.meshws.internal.keep;

/**
 * Names of things that are kept, for messages.
 *
 * @param name of a thing that is loaded
 * @param item of a thing that is saved
 * @param unsaved of several things with something unsaved
 */
record Kind(String name, String item, String unsaved) {
    static final Kind RECORD = new Kind("record", "record", "records");
    static final Kind CHANNEL = new Kind("channel", "message", "channels with messages");
}
