package io.meshws.cluster.redis;

/** The names of keys and channels; {@code package-info} says what they hold. */
record Keys(String prefix) {

    String instances() {
        return prefix + ":instances";
    }

    String connections(String instanceId) {
        return prefix + ":instance:{" + encoded(instanceId) + "}:connections";
    }

    String connectionRooms(String instanceId) {
        return prefix + ":instance:{" + encoded(instanceId) + "}:rooms";
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

    String bus(String instanceId) {
        return prefix + ":bus:{" + encoded(instanceId) + "}";
    }

    /** A brace in a name would end the hash tag early, or begin one. */
    private static String encoded(String name) {
        return name.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    }
}
