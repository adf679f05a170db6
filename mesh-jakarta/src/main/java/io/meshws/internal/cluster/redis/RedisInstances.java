package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.Instances;
import io.meshws.internal.cluster.redis.InstanceMemberships.Membership;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Cleans up after instances whose lease ran out; {@link Link} renews leases. Claiming a dead instance removes it from
 * the living ones. The claim is renewed before each batch and lasts as long as a lease, so that another instance
 * continues if a cleaner dies. The {@link InstanceMemberships} of the dead instance list everything to clean up, and are
 * removed last. While the claim lasts, the dead instance can't register: if it was only cut off, it waits, and writes
 * its data again when no other instance is removing it any longer. Thread-safe.
 */
final class RedisInstances implements Instances {
    private static final System.Logger LOG = System.getLogger(RedisInstances.class.getPackageName());
    private static final String END = "0";

    private final Scripts scripts;
    private final Keys keys;
    private final String instanceId;
    private final String hold;
    private final Duration nameGrace;

    /** @param nameGrace how long the names of a dead instance are kept for their holders */
    RedisInstances(Scripts scripts, Keys keys, String instanceId, Duration lease, Duration nameGrace) {
        this.scripts = scripts;
        this.keys = keys;
        this.instanceId = instanceId;
        this.hold = Long.toString(lease.toMillis());
        this.nameGrace = nameGrace;
    }

    @Override
    public CompletionStage<Set<String>> living() {
        return scripts.<List<String>>eval(Script.INSTANCES, List.of(keys.instances()), List.of())
                .thenApply(Set::copyOf);
    }

    @Override
    public CompletionStage<Void> describe(String text) {
        return scripts.<Long>eval(
                        Script.DESCRIBE_INSTANCE,
                        List.of(keys.instances(), keys.descriptions()),
                        List.of(instanceId, text))
                .thenApply(registered -> null);
    }

    @Override
    public CompletionStage<List<Description>> described() {
        return scripts.<List<String>>eval(
                        Script.DESCRIBED_INSTANCES, List.of(keys.instances(), keys.descriptions()), List.of())
                .thenApply(RedisInstances::descriptions);
    }

    private static List<Description> descriptions(List<String> answer) {
        List<Description> descriptions = new ArrayList<>();
        for (int i = 0; i < answer.size(); i += 2) {
            String value = answer.get(i + 1);
            int space = value.indexOf(' ');
            descriptions.add(new Description(
                    answer.get(i),
                    Instant.ofEpochMilli(Long.parseLong(value.substring(0, space))),
                    value.substring(space + 1)));
        }
        return descriptions;
    }

    @Override
    public CompletionStage<Boolean> cleanUp(DeadConnectionListener listener) {
        return scripts.<List<String>>eval(
                        Script.CLAIM_DEAD,
                        List.of(keys.instances(), keys.dead(), keys.cleaners(), keys.lastBeat(), keys.descriptions()),
                        List.of(instanceId, hold))
                .thenCompose(claimed ->
                        claimed.isEmpty() ? CompletableFuture.completedFuture(false) : begin(claimed.get(0), listener));
    }

    private CompletionStage<Boolean> begin(String dead, DeadConnectionListener listener) {
        LOG.log(Level.WARNING, "MESH-0110 Instance {0} did not renew its lease; cleaning up after it", dead);
        return cleanUp(dead, listener);
    }

    private CompletionStage<Boolean> cleanUp(String dead, DeadConnectionListener listener) {
        return whileHeld(dead, hold, () -> memberships(dead).some()).thenCompose(batch -> {
            if (batch == null) {
                return CompletableFuture.completedFuture(false);
            }
            return batch.isEmpty() ? finish(dead) : removeBatch(dead, batch, listener);
        });
    }

    private CompletionStage<Boolean> removeBatch(String dead, List<Membership> batch, DeadConnectionListener listener) {
        Map<String, Set<String>> rooms = new HashMap<>();
        batch.forEach(membership -> rooms.computeIfAbsent(membership.connectionId(), id -> new HashSet<>())
                .add(membership.room()));
        return listener.died(rooms)
                .thenCompose(
                        done -> whileHeld(dead, hold, () -> remove(dead, batch).thenApply(removed -> true)))
                .thenCompose(removed ->
                        removed == null ? CompletableFuture.completedFuture(false) : cleanUp(dead, listener));
    }

    private CompletionStage<Void> remove(String dead, List<Membership> batch) {
        Map<String, List<String>> leaving = new HashMap<>();
        batch.forEach(membership -> leaving.computeIfAbsent(membership.room(), name -> new ArrayList<>(List.of(dead)))
                .add(membership.connectionId()));
        List<CompletableFuture<Long>> left = new ArrayList<>();
        leaving.forEach((room, arguments) -> left.add(scripts.eval(
                Script.LEAVE, List.of(keys.membersPrefix(room) + dead, keys.roomInstances(room)), arguments)));
        return Answers.all(left).thenCompose(done -> memberships(dead).remove(batch));
    }

    private InstanceMemberships memberships(String dead) {
        return new InstanceMemberships(scripts, keys.memberships(dead));
    }

    private CompletionStage<Boolean> finish(String dead) {
        return whileHeld(dead, hold, () -> RedisRecords.leave(scripts, keys, dead))
                .thenCompose(done -> whileHeld(dead, hold, () -> RedisChannels.leave(scripts, keys, dead)))
                .thenCompose(done -> whileHeld(dead, hold, () -> RedisPresence.leave(scripts, keys, dead)))
                .thenCompose(done -> whileHeld(dead, hold, () -> RedisNames.die(scripts, keys, dead, nameGrace)))
                .thenCompose(done -> whileHeld(
                        dead,
                        hold,
                        () -> scripts.<Long>eval(Script.REPLACE_HASH, List.of(keys.connections(dead)), List.of())))
                .thenCompose(done -> whileHeld(dead, END, () -> CompletableFuture.completedFuture(true)))
                .thenApply(held -> held != null);
    }

    /** Null if another instance has the claim, or the dead one came back. */
    private <T> CompletionStage<T> whileHeld(String dead, String holdMillis, Supplier<CompletionStage<T>> action) {
        return scripts.<Long>eval(
                        Script.HOLD_DEAD, List.of(keys.dead(), keys.cleaners()), List.of(dead, instanceId, holdMillis))
                .thenCompose(held -> held == 1 ? action.get() : CompletableFuture.completedFuture(null));
    }
}
