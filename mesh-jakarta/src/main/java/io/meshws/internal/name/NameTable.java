package io.meshws.internal.name;

import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.Names;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterMessage.NameChange;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameEntry.State;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.internal.cluster.NameStore.Taking;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Environment;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.binding.JsonBinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The holders of names on this instance, and its knowledge of others. Thread-safe. */
public final class NameTable {
    private final Cluster cluster;
    private final NameAccess access;
    private final NameSubscription listening;
    private final Holdings holdings;
    private final Hosts hosts;
    private final Directory directory;
    private final AllNames facade;
    private final NameEvents events;
    private final NameSweep sweep;
    private final int maxNames;
    private final List<NameWatcher> watchers = new CopyOnWriteArrayList<>();

    /**
     * @param observer told of this instance's changes
     * @param scope surrounds a call of the application; running the returned task ends it
     * @param errors the errors that callers are told if a bean fails
     */
    public NameTable(
            MeshConfig config,
            Cluster cluster,
            OwnerCalls owners,
            ConnectionTable connections,
            ClientRequests requests,
            JsonBinding json,
            NameObserver observer,
            Supplier<Runnable> scope,
            Function<Throwable, ErrorBody> errors,
            Environment environment,
            AppStages stages,
            FailureLog failures) {
        this.cluster = cluster;
        this.maxNames = config.get(MeshProperty.MAX_NAMES);
        Duration grace = config.get(MeshProperty.NAME_GRACE);
        this.access = new NameAccess(failures);
        this.events = new NameEvents(observer, scope, stages, failures);
        this.listening = new NameSubscription(cluster, this::unsure);
        this.sweep = new NameSweep(cluster, grace, events, environment);
        this.holdings = new Holdings(cluster, grace, sweep::isPatient, events::freed);
        this.hosts = new Hosts(
                cluster.instanceId(),
                holdings,
                claim -> take(claim, false, entry -> {}).thenApply(taking -> !taking.isRefused()),
                json,
                stages.executor("a bean that has a name"),
                scope,
                errors);
        this.directory = new Directory(cluster, listening, sweep::isPatient, environment);
        Callers callers = new Callers(directory, holdings, hosts, owners, connections, requests, environment.nanos());
        this.facade = new AllNames(
                access,
                cluster.names(),
                callers,
                hosts,
                requests,
                json,
                grace.plus(config.get(MeshProperty.INSTANCE_LEASE).multipliedBy(2)),
                events::freed,
                sweep::isPatient);
    }

    /**
     * Takes a name for a client of this instance.
     *
     * @param replacing whether another holder is to be replaced
     * @param replied completes when the client has its reply
     * @return fails with {@code EFORBIDDEN}, {@code ENAMETAKEN}, or {@code ENAMES} if it has as many as it may
     */
    public CompletionStage<NameEntry> take(
            Connection client, String name, String incarnation, boolean replacing, CompletionStage<Boolean> replied) {
        Claim claim = new Claim(
                NameRules.name(name), client.id(), InvalidNameException.check("incarnation", incarnation), false);
        return access.check(client, name, replacing)
                .thenCompose(allowed -> client.stored()
                        .change(() -> {
                            checkNumber(client, name);
                            return take(claim, allowed, entry -> replied.thenRun(() -> lost(client, claim, entry)));
                        })
                        .whenComplete((taking, failure) -> {
                            // It may have closed before anything was known of the name here.
                            if (!client.isOpen()) {
                                closed(client);
                            }
                        }))
                .thenCompose(taking -> taking.isRefused()
                        ? CompletableFuture.failedStage(taken(name, replacing))
                        : CompletableFuture.completedStage(taking.entry()));
    }

    private void checkNumber(Connection client, String name) {
        Set<String> all = holdings.all(client.id());
        if (all.size() >= maxNames && !all.contains(name)) {
            throw new CommandException(
                    ErrorCode.ENAMES, "A connection may have " + maxNames + " names; free one of them first");
        }
    }

    private static CommandException taken(String name, boolean replacing) {
        return new CommandException(
                ErrorCode.ENAMETAKEN,
                "Somebody else has the name \"" + name + "\""
                        + (replacing ? ", and this connection may not replace them" : ""));
    }

    private CompletionStage<Taking> take(Claim claim, boolean replacing, Consumer<NameEntry> lost) {
        return listening
                .begin()
                .thenCompose(done -> holdings.take(claim, replacing, lost))
                .thenApply(taking -> {
                    if (taking.isNew()) {
                        events.taken(taking.entry());
                    }
                    return taking;
                });
    }

    private static void lost(Connection client, Claim claim, NameEntry now) {
        client.sendFrame(NameFrames.lost(claim, now));
    }

    /** Frees a name if the client of this instance has it. */
    public CompletionStage<Void> free(Connection client, String name) {
        NameRules.name(name);
        return client.stored()
                .change(() -> holdings.free(name, client.id()))
                .thenApply(this::freed)
                .thenApply(done -> null);
    }

    private boolean freed(Optional<NameEntry> entry) {
        entry.ifPresent(events::freed);
        return entry.isPresent();
    }

    /** The facade for the application. */
    public Names facade() {
        return facade;
    }

    /** The holder of the name, as far as this instance knows, or else from the store. */
    public CompletionStage<Optional<NameEntry>> entry(String name) {
        return directory.entry(name);
    }

    /** The holder of the name, from the store. */
    public CompletionStage<Optional<NameEntry>> read(String name) {
        return directory.read(name);
    }

    /** Whether this client of this instance has the name. */
    public boolean holds(Connection client, String name) {
        return holdings.has(client.id(), name);
    }

    /** The incarnation that this client of this instance has the name with; empty if it doesn't have it. */
    public Optional<String> incarnation(Connection client, String name) {
        return holdings.incarnation(client.id(), name);
    }

    /** Completes when it's settled whether this client of this instance has the name. */
    public CompletionStage<Void> settled(Connection client, String name) {
        return holdings.settled(client.id(), name);
    }

    /** Tells the watcher of all changes from when this instance uses names first. */
    public void watch(NameWatcher watcher) {
        watchers.add(watcher);
    }

    public void received(NameChange change) {
        NameEntry entry = change.entry();
        holdings.received(entry);
        directory.changed(entry);
        hosts.changed(entry);
        if (entry.state() == State.AWAY) {
            sweep.left();
        }
        watchers.forEach(watcher -> watcher.changed(entry));
    }

    /** A client is gone. */
    public void closed(Connection client) {
        if (!holdings.all(client.id()).isEmpty()) {
            client.stored().changeWhenClosed(() -> holdings.leave(client.id()));
        }
    }

    /** The store can be reached, for the first time or again. */
    public void rejoined(long now) {
        sweep.rejoined(now);
        listening.rejoined();
    }

    private void unsure() {
        holdings.rejoined();
        directory.unsure();
        hosts.lookAgain();
        watchers.forEach(NameWatcher::unsure);
    }

    /** Ends overdue calls, and retries failed steps. Called about once a second. */
    public void tick(long now) {
        listening.tick();
        holdings.tick();
        directory.tick(now);
        if (cluster.isAvailable() && listening.isUsed()) {
            hosts.tick();
            sweep.look();
        }
    }

    /** Called when this instance stops: its beans' names are for others. */
    public CompletionStage<Void> stop() {
        sweep.stop();
        directory.stop();
        return hosts.leaveAll();
    }
}
