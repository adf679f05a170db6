package io.meshws.internal.name;

import io.meshws.CommandException;
import io.meshws.HostedName;
import io.meshws.NameCall;
import io.meshws.NameHandler;
import io.meshws.internal.cluster.ConnectionId;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.cluster.NameStore.Claim;
import io.meshws.internal.connection.Payload;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The names that beans of this instance host: each tries to take its name whenever it's free. Thread-safe. */
final class Hosts {
    private final String instanceId;
    private final Holdings holdings;
    private final Taker taker;
    private final JsonBinding json;
    private final Executor workers;
    private final Supplier<Runnable> scope;
    private final Function<Throwable, ErrorBody> errors;
    private final ConcurrentHashMap<String, Host> hosts = new ConcurrentHashMap<>();

    /** Takes a name; false if it has another holder. */
    interface Taker {
        CompletionStage<Boolean> take(Claim claim);
    }

    /**
     * @param workers run the beans
     * @param scope surrounds a call of a bean; running the returned task ends it
     * @param errors the errors that callers are told of a failure
     */
    Hosts(
            String instanceId,
            Holdings holdings,
            Taker taker,
            JsonBinding json,
            Executor workers,
            Supplier<Runnable> scope,
            Function<Throwable, ErrorBody> errors) {
        this.instanceId = instanceId;
        this.holdings = holdings;
        this.taker = taker;
        this.json = json;
        this.workers = workers;
        this.scope = scope;
        this.errors = errors;
    }

    HostedName add(String name, NameHandler handler) {
        Host host = new Host(name, ConnectionId.next(instanceId), Objects.requireNonNull(handler, "handler"));
        if (hosts.putIfAbsent(name, host) != null) {
            throw new IllegalStateException("This instance hosts the name " + name + " already");
        }
        host.look();
        return host;
    }

    /** The host of that id; null if it doesn't have the name here. */
    Host find(String name, String id) {
        Host host = hosts.get(name);
        return host != null && host.id.equals(id) && holdings.has(id, name) ? host : null;
    }

    /** A name changed. */
    void changed(NameEntry entry) {
        Host host = hosts.get(entry.name());
        if (host != null && !entry.isHere()) {
            host.look();
        }
    }

    /** Looks again at all names that may be free by now. */
    void lookAgain() {
        hosts.values().forEach(Host::look);
    }

    /** Retries failed steps. */
    void tick() {
        hosts.values().stream().filter(host -> host.failed).forEach(Host::look);
    }

    /** The instance stops. */
    CompletionStage<Void> leaveAll() {
        return CompletableFuture.allOf(hosts.values().stream()
                .map(host -> host.leave().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** One bean and its name. */
    final class Host implements HostedName {
        private final String name;
        private final String id;
        private final NameHandler handler;
        private boolean looking;
        private boolean again;
        private boolean closed;
        private volatile boolean failed;

        private Host(String name, String id, NameHandler handler) {
            this.name = name;
            this.id = id;
            this.handler = handler;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isHere() {
            return holdings.has(id, name);
        }

        /** Takes the name if it's free. */
        private void look() {
            synchronized (this) {
                again = looking;
                if (looking || closed || isHere()) {
                    return;
                }
                looking = true;
            }
            taker.take(new Claim(name, id, id, true)).whenComplete((taken, failure) -> {
                boolean more;
                synchronized (this) {
                    looking = false;
                    failed = failure != null;
                    more = again && failure == null;
                }
                if (more) {
                    look();
                }
            });
        }

        @Override
        public void close() {
            if (hosts.remove(name, this)) {
                leave();
            }
        }

        private CompletionStage<Void> leave() {
            synchronized (this) {
                closed = true;
            }
            return holdings.leave(id);
        }

        /** Has the bean answer, on a worker. */
        CompletableFuture<JsonValue> call(String command, JsonValue payload) {
            CompletableFuture<JsonValue> answer = new CompletableFuture<>();
            workers.execute(() -> {
                try {
                    run(new Received(name, command, new Payload(payload, json))).whenComplete((value, failure) -> {
                        if (failure == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(told(failure));
                        }
                    });
                } catch (Throwable e) {
                    answer.completeExceptionally(told(e));
                }
            });
            return answer;
        }

        private CompletionStage<JsonValue> run(NameCall call) throws Exception {
            Runnable end = scope.get();
            try {
                Object result = handler.handle(call);
                return result instanceof CompletionStage<?> stage
                        ? stage.thenApply(json::toJson)
                        : CompletableFuture.completedStage(json.toJson(result));
            } finally {
                end.run();
            }
        }

        private CommandException told(Throwable failure) {
            ErrorBody error = errors.apply(failure);
            return new CommandException(error.code(), error.name(), error.message());
        }
    }

    private record Received(String name, String command, Payload received) implements NameCall {
        @Override
        public JsonValue payload() {
            return received.json();
        }

        @Override
        public <T> T payload(Type type) {
            return received.as(type);
        }
    }
}
