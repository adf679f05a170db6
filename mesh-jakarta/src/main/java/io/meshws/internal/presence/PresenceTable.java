package io.meshws.internal.presence;

import io.meshws.Guard;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.MeshProperty;
import io.meshws.Presence;
import io.meshws.StateOptions;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.PresenceDirectory;
import io.meshws.internal.cluster.PresenceDirectory.Present;
import io.meshws.internal.cluster.PresenceDirectory.View;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.LongReplies;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.Exposure;
import io.meshws.internal.security.NameRules;
import io.meshws.internal.security.Selector;
import io.meshws.internal.security.ValueLimit;
import io.meshws.internal.time.Agenda;
import io.meshws.protocol.Json;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The presence of all tracked rooms, with this instance's members and subscribers. Thread-safe. */
public final class PresenceTable implements Presence {
    private static final Duration SHORTEST_TTL = Duration.ofMillis(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(365);

    private final PresenceDirectory directory;
    private final Cluster cluster;
    private final ConnectionTable connections;
    private final JsonBinding json;
    private final LongReplies replies;
    private final LongSupplier nanos;
    private final long lease;
    /** The setting is the time to live of members. */
    private final Exposure<Duration> tracked;

    private final Users users;
    private final Agenda<String> agenda;
    private final LocalMembers members;
    private final TrackedMemberships memberships;
    private final RoomPresences subscribed;
    private final PresenceSweep sweep;
    private final States published;

    public PresenceTable(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            ConnectionTable connections,
            JsonBinding json,
            LongReplies replies,
            Environment environment,
            AppStages stages,
            FailureLog failures) {
        this.tracked = new Exposure<>(failures);
        this.users = new Users(stages.executor("Presence.identify"), failures);
        this.replies = replies;
        this.cluster = cluster;
        this.connections = connections;
        this.directory = cluster.presence();
        this.json = json;
        this.nanos = environment.nanos();
        this.lease = config.get(MeshProperty.INSTANCE_LEASE).toNanos();
        this.agenda = new Agenda<>(environment.scheduler(), nanos, this::look);
        this.members = new LocalMembers(directory, nanos, agenda);
        this.memberships = new TrackedMemberships(tracked, users, members, directory);
        this.sweep = new PresenceSweep(cluster, agenda, nanos);
        this.subscribed = new RoomPresences(directory, sweep, replies, environment);
        this.published = new States(
                ValueLimit.of("A presence state", MeshProperty.MAX_PRESENCE_STATE, config), owners, members, sweep);
    }

    @Override
    public void track(String room, Guard guard, Duration ttl) {
        tracked.add(Selector.room(room), guard, checkedTtl(ttl));
    }

    @Override
    public void track(Pattern rooms, Guard guard, Duration ttl) {
        tracked.add(Selector.matching(rooms, "rooms"), guard, checkedTtl(ttl));
    }

    @Override
    public boolean untrack(String room) {
        return forgetIf(tracked.remove(Selector.room(room)));
    }

    @Override
    public boolean untrack(Pattern rooms) {
        return forgetIf(tracked.remove(Selector.matching(rooms, "rooms")));
    }

    private boolean forgetIf(boolean removed) {
        if (removed) {
            Predicate<String> untracked = room -> !tracked.covers(room);
            // Subscribers first: they are told that the subscription is over, not that everybody leaves.
            connections.all().forEach(connection -> subscribed.take(connection, untracked));
            memberships.leave(connections.all(), untracked);
        }
        return removed;
    }

    @Override
    public void identify(Function<? super MeshConnection, Optional<String>> userOf) {
        users.identify(Objects.requireNonNull(userOf, "userOf"));
    }

    @Override
    public boolean isTracked(String room) {
        return tracked.covers(NameRules.room(room));
    }

    private static Duration checkedTtl(Duration ttl) {
        Objects.requireNonNull(ttl, "ttl");
        if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
            throw new IllegalArgumentException(
                    "A time to live must be longer than 0 and at most 365 days, found " + ttl);
        }
        return ttl;
    }

    /**
     * Subscribes a client.
     *
     * @param replied completes when the client has its reply
     * @return empty if the room isn't tracked, its guard refuses, or the client unsubscribes in the meantime
     */
    public CompletionStage<Optional<PresenceSubscription>> subscribe(
            Connection connection, String room, Grouping by, CompletionStage<Boolean> replied) {
        return subscribed.subscribe(
                connection, NameRules.room(room), by, () -> tracked.allows(connection, room), replied);
    }

    /** @return whether it was subscribed, or about to be */
    public CompletionStage<Boolean> unsubscribe(Connection connection, String room) {
        return subscribed.unsubscribe(connection, NameRules.room(room));
    }

    /**
     * Reads as much of a room's presence as fits into a reply, without members and states that are over.
     *
     * @param replied completes when the client has its reply
     * @return empty if the room isn't tracked, or its guard refuses
     */
    public CompletionStage<Optional<View>> read(Connection connection, String room, CompletionStage<Boolean> replied) {
        return tracked.allows(connection, NameRules.room(room))
                .thenCompose(allowed -> allowed
                        ? replies.make(replied, () -> directory.read(room, sweep.isPatient(), replies.maxBytes()))
                                .thenApply(Optional::of)
                        : CompletableFuture.completedStage(Optional.empty()));
    }

    private CompletionStage<Present> read(String room) {
        return directory.read(NameRules.room(room), sweep.isPatient()).thenApply(View::present);
    }

    @Override
    public CompletionStage<Set<String>> present(String room) {
        return read(room).thenApply(present -> present.users().keySet());
    }

    @Override
    public CompletionStage<Map<String, Set<String>>> presentUsers(String room) {
        return read(room).thenApply(Present::connectionsByUser);
    }

    @Override
    public CompletionStage<Map<String, JsonValue>> states(String room) {
        return read(room).thenApply(present -> {
            Map<String, JsonValue> values = new HashMap<>();
            present.states().forEach((id, text) -> values.put(id, Json.readTrusted(text)));
            return values;
        });
    }

    /** Publishes the state of a client of this instance; false if it isn't present in the room, or the state is null. */
    public CompletionStage<Boolean> publishState(
            Connection connection, String room, JsonValue state, StateOptions options) {
        return published.publish(connection, room, state, options);
    }

    /**
     * Clears the state of a client of this instance.
     *
     * @return false if it has none
     */
    public CompletionStage<Boolean> clearState(Connection connection, String room) {
        return published.clear(connection, room);
    }

    @Override
    public CompletionStage<Boolean> publishState(String room, String connectionId, Object state, StateOptions options) {
        Objects.requireNonNull(connectionId, "connectionId");
        return published.publish(connectionId, room, json.toJson(state), Objects.requireNonNull(options, "options"));
    }

    @Override
    public CompletionStage<Boolean> clearState(String room, String connectionId) {
        return published.clear(Objects.requireNonNull(connectionId, "connectionId"), room);
    }

    /** The part that is told when connections join and leave rooms. */
    public TrackedMemberships memberships() {
        return memberships;
    }

    /** A client of this instance is gone; its {@link #memberships} end with its rooms. */
    public void closed(Connection connection) {
        subscribed.closed(connection);
    }

    /** Are told of changes in the rooms that this instance watches. */
    public RoomPresences subscribed() {
        return subscribed;
    }

    public void rejoined() {
        long now = nanos.getAsLong();
        sweep.rejoined(now + lease);
        members.renewAll(now);
        subscribed.rejoined(now + lease);
    }

    public void tick(long now) {
        subscribed.catchUp();
        if (cluster.isAvailable()) {
            members.tick(now);
            subscribed.tick(now);
            Set<String> rooms = new HashSet<>(members.rooms());
            rooms.addAll(subscribed.names());
            sweep.tick(rooms, now);
        }
    }

    /** Something in the room is due now. */
    private void look(String room) {
        if (cluster.isAvailable()) {
            members.renewIfDue(room, nanos.getAsLong());
            sweep.take(room);
        }
    }

    /** Called when this instance stops. */
    public CompletionStage<Void> stop() {
        agenda.stop();
        return members.leaveAll();
    }
}
