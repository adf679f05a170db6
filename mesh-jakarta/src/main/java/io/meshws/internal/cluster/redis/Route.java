package io.meshws.internal.cluster.redis;

/** Where a message goes. */
sealed interface Route {

    /** To one instance, this one too. */
    record To(String instanceId) implements Route {}

    /** To the other instances with members in the room. */
    record Room(String name) implements Route {}

    /** To the other instances. */
    record All() implements Route {}
}
