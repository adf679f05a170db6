package io.meshws.internal.cluster.redis;

/** The names of all keys and channels; {@code docs/architecture.md} describes the content of each, and a test compares the two. */
record Keys(String prefix) {
    private static final String BUS_SUFFIX = "}";

    String instances() {
        return prefix + ":instances";
    }

    /** In the slot of {@link #instances}, like the next three. */
    String dead() {
        return besideInstances("dead");
    }

    String cleaners() {
        return besideInstances("cleaners");
    }

    String lastBeat() {
        return besideInstances("beat");
    }

    String descriptions() {
        return besideInstances("descriptions");
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

    /** The prefix of a room's member sets; an instance id follows. */
    String membersPrefix(String room) {
        return prefix + ":room:{" + encoded(room) + "}:members:";
    }

    String roomInstances(String room) {
        return prefix + ":room:{" + encoded(room) + "}:instances";
    }

    String roomMetadata() {
        return prefix + ":room-metadata";
    }

    /** Epoch and offset; the other keys of a channel have longer names. */
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

    String channelUnsaved(String channel) {
        return channel(channel) + ":unsaved";
    }

    String unsavedChannels() {
        return prefix + ":channels-unsaved";
    }

    /** Records whose ids have the same part in braces are in the same slot; no two ids share a key. */
    String record(String recordId) {
        String tag = tag(recordId);
        return prefix + ":record:{" + encoded(tag.isEmpty() ? recordId : tag) + "}"
                + (tag.isEmpty() ? "" : ":" + encoded(recordId));
    }

    /** The part that decides the slot, as in a key of Redis: the text between the first brace and the next closing one, or nothing. */
    private static String tag(String recordId) {
        int begin = recordId.indexOf('{');
        int end = begin < 0 ? -1 : recordId.indexOf('}', begin);
        return end < 0 ? "" : recordId.substring(begin + 1, end);
    }

    String recordInstances(String recordId) {
        return record(recordId) + ":instances";
    }

    String recordDeadlines() {
        return prefix + ":record-deadlines";
    }

    String preloaded(String names) {
        return prefix + ":records-preloaded:" + encoded(names);
    }

    String unsavedRecords() {
        return prefix + ":records-unsaved";
    }

    Followed followedRecords(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:records");
    }

    /** The prefix of the indexes' buckets; the rest of a bucket's key follows. */
    String indexPrefix() {
        return prefix + ":record-index:{";
    }

    /** A bucket, which belongs to an index of this slot. */
    String index(String slot, String bucket) {
        return indexPrefix() + encoded(slot) + BUS_SUFFIX + ":" + bucket;
    }

    String indexInstances(String slot, String bucket) {
        return index(slot, bucket) + ":instances";
    }

    Followed followedIndexes(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:indexes");
    }

    Followed followedChannels(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:channels");
    }

    Followed watchedRooms(String instanceId) {
        return new Followed(prefix + ":instance:{" + encoded(instanceId) + "}:presence");
    }

    String presenceDeadlines(String room) {
        return presence(room, "deadlines");
    }

    String presenceUsers(String room) {
        return presence(room, "users");
    }

    String presenceStates(String room) {
        return presence(room, "states");
    }

    String presenceStateDeadlines(String room) {
        return presence(room, "state-deadlines");
    }

    String presenceVersion(String room) {
        return presence(room, "version");
    }

    String presenceWatchers(String room) {
        return presence(room, "watchers");
    }

    private String presence(String room, String what) {
        return prefix + ":presence:{" + encoded(room) + "}:" + what;
    }

    String names() {
        return prefix + ":names";
    }

    /** In the slot of {@link #names}, like the next four. */
    String allNames() {
        return besideNames("all");
    }

    String namesOfInstances() {
        return besideNames("here");
    }

    String nameDeadlines() {
        return besideNames("deadlines");
    }

    String nameNumber() {
        return besideNames("number");
    }

    /** The channel of all changes of names. */
    String nameChanges() {
        return besideNames("changes");
    }

    private String besideNames(String what) {
        return "{" + names() + "}:" + what;
    }

    String answers(String client) {
        return prefix + ":answers:{" + encoded(client) + "}";
    }

    /** The channel of all events of a name. */
    String event(String event) {
        return prefix + ":event:{" + encoded(event) + "}";
    }

    String bus(String instanceId) {
        return busPrefix() + encoded(instanceId) + BUS_SUFFIX;
    }

    /** In the slot of the {@link #bus}. */
    String shard(String instanceId) {
        return prefix + ":shard:{" + encoded(instanceId) + "}";
    }

    /** The prefix of the instances' channels, for scripts that publish; an instance id and a closing brace follow. */
    String busPrefix() {
        return prefix + ":bus:{";
    }

    /** Braces are encoded because one in a name would end the hash tag early, or begin one. */
    private static String encoded(String name) {
        return name.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    }
}
