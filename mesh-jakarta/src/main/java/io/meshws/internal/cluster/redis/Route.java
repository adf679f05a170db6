package io.meshws.internal.cluster.redis;

/** The destination of a message. */
sealed interface Route {

    /** To one instance, which may be this one. */
    record To(String instanceId) implements Route {}

    /** To the other instances with members in the room. */
    record Room(String name) implements Route {}

    /** To those that listen to events of that name, wherever they are. */
    record Event(String name) implements Route {}

    /** To the other instances. */
    record All() implements Route {}
}
