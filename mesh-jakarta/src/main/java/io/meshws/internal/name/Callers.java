package io.meshws.internal.name;

import io.meshws.CommandException;
import io.meshws.internal.cluster.NameEntry;
import io.meshws.internal.connection.ClientRequests;
import io.meshws.internal.connection.Connection;
import io.meshws.internal.connection.ConnectionTable;
import io.meshws.internal.connection.OwnerCalls;
import io.meshws.internal.connection.OwnerRequest.AskName;
import io.meshws.internal.connection.OwnerRequest.TellName;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Calls to the holders of names: on the way to the owner of the holder, and there. Thread-safe. */
final class Callers {
    private final Directory directory;
    private final Holdings holdings;
    private final Hosts hosts;
    private final OwnerCalls owners;
    private final ConnectionTable connections;
    private final ClientRequests requests;
    private final LongSupplier nanos;

    Callers(
            Directory directory,
            Holdings holdings,
            Hosts hosts,
            OwnerCalls owners,
            ConnectionTable connections,
            ClientRequests requests,
            LongSupplier nanos) {
        this.directory = directory;
        this.holdings = holdings;
        this.hosts = hosts;
        this.owners = owners;
        this.connections = connections;
        this.requests = requests;
        this.nanos = nanos;
        owners.perform(AskName.class, this::asked);
        owners.perform(TellName.class, this::told);
    }

    CompletableFuture<JsonValue> ask(String name, String command, JsonValue payload, Duration timeout) {
        return directory.call(name, new Request(name, command, payload, deadline(timeout)));
    }

    CompletionStage<Boolean> tell(String name, String event, JsonValue payload, Duration patience) {
        return directory.call(name, new Event(name, event, payload, deadline(patience)));
    }

    private long deadline(Duration time) {
        return nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(time);
    }

    private abstract static class Message<R> extends Call<R> {
        final String name;
        /** The command, or the event. */
        final String what;

        final JsonValue payload;

        Message(String name, String what, JsonValue payload, long deadline) {
            super(deadline);
            this.name = name;
            this.what = what;
            this.payload = payload;
        }
    }

    private final class Request extends Message<JsonValue> {
        Request(String name, String command, JsonValue payload, long deadline) {
            super(name, command, payload, deadline);
        }

        @Override
        boolean isOrdered() {
            return false;
        }

        @Override
        CompletableFuture<JsonValue> pass(NameEntry entry) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - nanos.getAsLong()));
            return owners.callOwner(entry.owner(), new AskName(name, entry.holder(), what, payload, left));
        }

        @Override
        void nobody() {
            result.completeExceptionally(
                    new CommandException(ErrorCode.ENOTFOUND, "Nobody has the name \"" + name + "\""));
        }

        @Override
        void late() {
            result.completeExceptionally(new CommandException(
                    ErrorCode.ETIMEOUT, "The holder of the name \"" + name + "\" did not answer in time"));
        }
    }

    private final class Event extends Message<Boolean> {
        Event(String name, String event, JsonValue payload, long deadline) {
            super(name, event, payload, deadline);
        }

        @Override
        boolean isOrdered() {
            return true;
        }

        @Override
        CompletableFuture<Boolean> pass(NameEntry entry) {
            return owners.callOwner(entry.owner(), new TellName(name, entry.holder(), what, payload));
        }

        @Override
        void nobody() {
            result.complete(false);
        }

        @Override
        void late() {
            result.complete(false);
        }
    }

    /** Null if the connection doesn't have the name, or is gone. */
    private Connection connection(String name, String holder) {
        return holdings.has(holder, name) ? connections.find(holder) : null;
    }

    private CompletionStage<JsonValue> asked(AskName request) {
        CompletableFuture<Void> settled = holdings.settled(request.holder(), request.name());
        return settled.isDone() ? ask(request) : settled.thenCompose(done -> ask(request));
    }

    private CompletionStage<JsonValue> ask(AskName request) {
        Hosts.Host host = hosts.find(request.name(), request.holder());
        if (host != null) {
            return host.call(request.command(), request.payload());
        }
        Connection connection = connection(request.name(), request.holder());
        if (connection == null) {
            return CompletableFuture.failedStage(Connection.gone());
        }
        CompletableFuture<JsonValue> answer =
                requests.ask(connection, request.command(), Json.text(request.payload()), request.within());
        CompletableFuture<JsonValue> result = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Connection.isGone(failure) ? unknown() : failure);
            }
        });
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                answer.cancel(false);
            }
        });
        return result;
    }

    private static CommandException unknown() {
        return new CommandException(
                ErrorCode.EUNKNOWN,
                "The connection of the name's holder ended before the answer; whether the command took effect is unknown");
    }

    private CompletionStage<Boolean> told(TellName event) {
        return holdings.inTurn(event.holder(), event.name(), () -> tell(event));
    }

    private CompletionStage<Boolean> tell(TellName event) {
        Hosts.Host host = hosts.find(event.name(), event.holder());
        if (host != null) {
            host.call(event.event(), event.payload());
            return CompletableFuture.completedStage(true);
        }
        Connection connection = connection(event.name(), event.holder());
        boolean sent =
                connection != null && connection.sendFrame(FrameText.event(event.event(), Json.text(event.payload())));
        return sent ? CompletableFuture.completedStage(true) : CompletableFuture.failedStage(Connection.gone());
    }
}
