package io.meshws.internal.instance;

import io.meshws.InstanceGone;
import io.meshws.InstanceInfo;
import io.meshws.InstanceJoined;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.Instances.Description;
import io.meshws.internal.command.CommandScope;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.serial.Attempt;
import io.meshws.internal.serial.SerialOperations;
import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Describes this instance to the others, and finds out about them. A changed description is stored at the tick. If the
 * application observes that others join and go, they are looked at once a tick. Thread-safe.
 */
final class Neighbours {
    private static final FailureLog.Message OBSERVER_FAILED =
            new FailureLog.Message(System.getLogger("io.meshws"), System.Logger.Level.ERROR, "MESH-0014");

    private final Cluster cluster;
    private final InstanceObserver observer;
    private final CommandScope scope;
    private final Executor tellers;
    private final FailureLog failures;
    private final IntSupplier connections;
    private final IntSupplier pipes;
    private final long leaseNanos;
    private final SerialOperations told = new SerialOperations();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Self self;
    private volatile String described = "";
    /** Belongs to the thread that is looking. */
    private Map<String, InstanceInfo> known = Map.of();

    private volatile long rejoinedAt;

    /**
     * @param connections the number of clients of this instance
     * @param pipes the number of their ends of pipes
     * @param lease how long an instance that just reached the store again doesn't consider any other gone
     */
    Neighbours(
            Cluster cluster,
            InstanceObserver observer,
            CommandScope scope,
            AppStages stages,
            FailureLog failures,
            IntSupplier connections,
            IntSupplier pipes,
            Duration lease) {
        this.cluster = cluster;
        this.observer = observer;
        this.scope = scope;
        this.tellers = stages.executor("InstanceJoined or InstanceGone");
        this.failures = failures;
        this.connections = connections;
        this.pipes = pipes;
        this.leaseNanos = lease.toNanos();
        this.self = new Self(cluster.instanceId(), Optional.empty(), Optional.empty());
    }

    void describe(Self newSelf) {
        self = newSelf;
        write();
    }

    CompletionStage<List<InstanceInfo>> all() {
        return cluster.instances().described().thenApply(found -> found.stream()
                .map(Neighbours::info)
                .sorted(Comparator.comparing(InstanceInfo::since).thenComparing(InstanceInfo::id))
                .toList());
    }

    /** The others may not yet have written that they are there. */
    void rejoined(long now) {
        rejoinedAt = now;
        described = "";
        write();
    }

    void tick(long now) {
        if (!cluster.isAvailable()) {
            return;
        }
        write();
        if (observer.seesInstances() && looking.compareAndSet(false, true)) {
            Attempt.of(this::all).whenComplete((found, failure) -> {
                try {
                    if (failure == null) {
                        compare(found, now - rejoinedAt < leaseNanos);
                    }
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void write() {
        String text = text();
        if (!text.equals(described)) {
            described = text;
            Attempt.of(() -> cluster.instances().describe(text)).whenComplete((done, failure) -> {
                if (failure != null) {
                    described = "";
                }
            });
        }
    }

    private void compare(List<InstanceInfo> found, boolean nobodyIsGone) {
        Map<String, InstanceInfo> before = known;
        Map<String, InstanceInfo> now = new HashMap<>(found.stream()
                .filter(instance -> !instance.id().equals(cluster.instanceId()))
                .collect(Collectors.toMap(InstanceInfo::id, instance -> instance)));
        if (nobodyIsGone) {
            before.forEach(now::putIfAbsent);
        }
        known = now;
        tell(now, before.keySet(), instance -> observer.joined(new InstanceJoined(instance)));
        tell(before, now.keySet(), instance -> observer.gone(new InstanceGone(instance)));
    }

    private void tell(Map<String, InstanceInfo> instances, Set<String> without, Consumer<InstanceInfo> observers) {
        instances.values().stream()
                .filter(instance -> !without.contains(instance.id()))
                .sorted(Comparator.comparing(InstanceInfo::since))
                .forEach(instance -> told.run(
                        () -> CompletableFuture.runAsync(() -> tell(() -> observers.accept(instance)), tellers)));
    }

    private void tell(Runnable observers) {
        Runnable end = scope.begin();
        try {
            observers.run();
        } catch (Throwable e) {
            // Errors too: the next event is fired all the same.
            failures.add(OBSERVER_FAILED, "", "", "An observer of InstanceJoined or InstanceGone failed", e);
        } finally {
            end.run();
        }
    }

    private String text() {
        Self own = self;
        JsonObjectBuilder text = Json.object()
                .add("name", own.name())
                .add("connections", connections.getAsInt())
                .add("pipes", pipes.getAsInt());
        own.address().ifPresent(address -> text.add("address", address));
        own.version().ifPresent(version -> text.add("version", version));
        return text.build().toString();
    }

    private static InstanceInfo info(Description description) {
        JsonObject about = Json.readTrusted(description.text()).asJsonObject();
        return new InstanceInfo(
                description.instanceId(),
                about.getString("name", ""),
                Optional.ofNullable(about.getString("address", null)),
                Optional.ofNullable(about.getString("version", null)),
                description.since(),
                about.getInt("connections", 0),
                about.getInt("pipes", 0));
    }
}
