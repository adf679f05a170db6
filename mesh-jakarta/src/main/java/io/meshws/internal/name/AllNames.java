package io.meshws.internal.name;

import io.meshws.Guard;
import io.meshws.HostedName;
import io.meshws.NameHandler;
import io.meshws.NameHolder;
import io.meshws.Names;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameStore;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.security.NameRules;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.binding.JsonBinding;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of all instances, as the application sees them. Thread-safe.
 *
 * @param patience how long an event waits at most: until an instance is declared dead, and then for its holder
 * @param freed told of the names that this instance freed
 * @param patient see {@link NameStore#take}
 */
record AllNames(
        NameAccess access,
        NameStore store,
        Callers callers,
        Hosts hosts,
        ClientRequests requests,
        JsonBinding json,
        Duration patience,
        Consumer<NameEntry> freed,
        BooleanSupplier patient)
        implements Names {
    @Override
    public void allow(String name, Guard guard, Guard replacing) {
        access.allow(name, guard, replacing);
    }

    @Override
    public void allow(Pattern names, Guard guard, Guard replacing) {
        access.allow(names, guard, replacing);
    }

    @Override
    public boolean disallow(String name) {
        return access.disallow(name);
    }

    @Override
    public boolean disallow(Pattern names) {
        return access.disallow(names);
    }

    @Override
    public CompletionStage<Boolean> free(String name) {
        return store.free(NameRules.name(name), Optional.empty()).thenApply(entry -> {
            entry.ifPresent(freed);
            return entry.isPresent();
        });
    }

    @Override
    public <T> CompletableFuture<T> request(String name, String command, Object payload, Type type, Duration timeout) {
        NameRules.name(name);
        BuiltIn.checkApplicationName(command);
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(timeout, "timeout");
        return requests.typed(callers.ask(name, command, json.toJson(payload), timeout), type);
    }

    @Override
    public CompletionStage<Boolean> send(String name, String event, Object payload) {
        return callers.tell(NameRules.name(name), BuiltIn.checkApplicationName(event), json.toJson(payload), patience);
    }

    @Override
    public CompletionStage<Set<String>> names(String prefix) {
        return store.names(Objects.requireNonNull(prefix, "prefix"), patient.getAsBoolean());
    }

    @Override
    public CompletionStage<Optional<NameHolder>> holder(String name) {
        return store.read(NameRules.name(name), patient.getAsBoolean())
                .thenApply(found -> found.map(NameEvents::holder));
    }

    @Override
    public CompletionStage<Set<String>> on(String instanceId) {
        return store.heldBy(Objects.requireNonNull(instanceId, "instanceId"))
                .thenApply(found -> found.stream().map(NameEntry::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Override
    public HostedName host(String name, NameHandler handler) {
        return hosts.add(NameRules.name(name), handler);
    }
}
