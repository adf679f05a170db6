package io.meshws;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The receivers of a broadcast: everyone, the members of a room, or chosen connections, minus those excluded.
 *
 * <pre>{@code
 * mesh.broadcast(Audience.room("lobby").except(connection), "typing", connection.id());
 * }</pre>
 *
 * <p>Immutable. Receivers are determined when the broadcast is delivered, on every instance.
 */
public final class Audience {
    private static final Audience EVERYONE = new Audience(null, null, Set.of());

    private final String room;
    private final Set<String> connections;
    private final Set<String> excluded;

    private Audience(String room, Set<String> connections, Set<String> excluded) {
        this.room = room;
        this.connections = connections;
        this.excluded = excluded;
    }

    /** Every open connection of every instance. */
    public static Audience everyone() {
        return EVERYONE;
    }

    /** The members of a room. */
    public static Audience room(String name) {
        return new Audience(InvalidNameException.check("room name", name), null, Set.of());
    }

    /** The connections with these ids; ids of closed connections are ignored. */
    public static Audience connections(Collection<String> ids) {
        Objects.requireNonNull(ids, "ids");
        return new Audience(null, copy(ids), Set.of());
    }

    /** The connections with these ids; ids of closed connections are ignored. */
    public static Audience connections(String... ids) {
        return connections(Arrays.asList(Objects.requireNonNull(ids, "ids")));
    }

    /** This audience without the connections with these ids. */
    public Audience except(Collection<String> ids) {
        Objects.requireNonNull(ids, "ids");
        Set<String> all = new LinkedHashSet<>(excluded);
        all.addAll(ids);
        return new Audience(room, connections, Collections.unmodifiableSet(all));
    }

    /** This audience without the connections with these ids. */
    public Audience except(String... ids) {
        return except(Arrays.asList(Objects.requireNonNull(ids, "ids")));
    }

    /** This audience without one connection. */
    public Audience except(MeshConnection connection) {
        return except(Objects.requireNonNull(connection, "connection").id());
    }

    /** The room's name, or null if this isn't a room's audience. */
    public String room() {
        return room;
    }

    /** The chosen ids, or null if no connections were chosen. */
    public Set<String> connections() {
        return connections;
    }

    /** The ids that receive nothing. */
    public Set<String> excluded() {
        return excluded;
    }

    private static Set<String> copy(Collection<String> ids) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }
}
