package io.meshws.cluster.redis;

/** The names of keys and channels; {@code package-info} says what they hold. */
record Keys(String prefix) {

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

    /** One of the keys of a room's presence. */
    String presence(String room, String what) {
        return prefix + ":presence:{" + encoded(room) + "}:" + what;
    }

    /** What the channels of instances begin with; the id and a closing brace follow. */
    String busBegin() {
        return prefix + ":bus:{";
    }

    String bus(String instanceId) {
        return prefix + ":bus:{" + encoded(instanceId) + "}";
    }

    /** A brace in a name would end the hash tag early, or begin one. */
    private static String encoded(String name) {
        return name.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    }
}
