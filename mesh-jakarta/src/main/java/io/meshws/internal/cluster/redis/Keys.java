package io.meshws.internal.cluster.redis;

/** The names of keys and channels; {@code package-info} says what they hold. */
record Keys(String prefix) {
    private static final String BUS_SUFFIX = "}";

    String instances() {
        return prefix + ":instances";
    }

    /** In the slot of {@link #instances}, as the two that follow. */
    String dead() {
        return besideInstances("dead");
    }

    String cleaners() {
        return besideInstances("cleaners");
    }

    String lastBeat() {
        return besideInstances("beat");
    }

    private String besideInstances(String name) {
        return "{" + instances() + "}:" + name;
    }

    String connections(String instanceId) {
        return prefix + ":instance:{" + encoded(instanceId) + "}:connections";
    }

    String memberships(String instanceId) {
        return prefix + ":instance:{" + encoded(instanceId) + "}:memberships";
    }

    /** What the member sets of a room begin with; an instance id follows. */
    String members(String room) {
        return prefix + ":room:{" + encoded(room) + "}:members:";
    }

    String roomInstances(String room) {
        return prefix + ":room:{" + encoded(room) + "}:instances";
    }

    String roomMetadata() {
        return prefix + ":room-metadata";
    }

    /** Epoch and offset; what else belongs to a channel has a longer name. */
    String channel(String channel) {
        return prefix + ":channel:{" + encoded(channel) + "}";
    }

    String channelHistory(String channel) {
        return channel(channel) + ":history";
    }

    String channelInstances(String channel) {
        return channel(channel) + ":instances";
    }

    String channelPublications(String channel) {
        return channel(channel) + ":publications";
    }

    String record(String recordId) {
        return prefix + ":record:{" + encoded(recordId) + "}";
    }

    String recordInstances(String recordId) {
        return record(recordId) + ":instances";
    }

    Followed followedRecords(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:records");
    }

    Followed followedChannels(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:channels");
    }

    Followed watchedRooms(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:presence");
    }

    /** One of the keys of a room's presence. */
    String presence(String room, String what) {
        return prefix + ":presence:{" + encoded(room) + "}:" + what;
    }

    String bus(String instanceId) {
        return busPrefix() + encoded(instanceId) + BUS_SUFFIX;
    }

    /** What the channels of instances begin with, for scripts that publish; an instance id and a brace follow. */
    String busPrefix() {
        return prefix + ":bus:{";
    }

    /** A brace in a name would end the hash tag early, or begin one. */
    private static String encoded(String name) {
        return name.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    }
}
