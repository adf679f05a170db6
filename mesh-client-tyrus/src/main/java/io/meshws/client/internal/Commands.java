package io.meshws.client.internal;

import io.meshws.client.CommandOptions;
import io.meshws.client.MeshClientException;
import io.meshws.client.Subscription;
import io.meshws.client.internal.link.Call;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.runtime.Promise;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.FrameReader;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Commands and events of the application, to the server and from it, with their payloads as the application's types. */
final class Commands {
    private final Core core;

    Commands(Core core) {
        this.core = core;
    }

    <T> CompletableFuture<T> call(String name, Object payload, Type type, CommandOptions options) {
        checkName(name);
        Call call;
        try {
            checkType(type);
            call = submit(name, payload, options);
        } catch (MeshClientException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Promise.of(
                call.reply(),
                reply -> Answers.<T>bound(reply, type, name, core.binding()),
                core.executor(),
                () -> giveUp(call));
    }

    <T> T callSync(String name, Object payload, Type type, CommandOptions options) {
        checkName(name);
        checkType(type);
        Call call = submit(name, payload, options);
        return Answers.bound(Promise.wait(call.reply(), () -> giveUp(call)), type, name, core.binding());
    }

    private Call submit(String name, Object payload, CommandOptions options) {
        Duration timeout = options.timeout().orElse(core.settings().timeouts().request());
        return core.submit(name, Values.text(core.binding(), payload), options.repeatable(), timeout);
    }

    private static void giveUp(Call call) {
        call.fail(Reply.Failure.of(ErrorCode.ETIMEOUT, "The caller waits no longer"));
    }

    void send(String event, Object payload) {
        checkName(event);
        Call call = Call.event(event, Values.text(core.binding(), payload));
        core.link().submit(call);
        if (call.reply().getNow(null) instanceof Reply.Failure failure) {
            throw failure.exception();
        }
    }

    // The caller names the type that payloads are bound to.
    @SuppressWarnings("unchecked")
    <T> Subscription on(String event, Type type, Consumer<T> listener) {
        checkType(type);
        return core.listeners.onEvent(event, payload -> {
            listener.accept((T) core.binding().bind(payload, type));
            return null;
        });
    }

    @SuppressWarnings("unchecked")
    <T> Subscription onRequest(String command, Type type, Function<T, ?> handler) {
        checkType(type);
        // Not Class.cast, which refuses the boxed value of a primitive type.
        return core.listeners.onRequest(
                command, payload -> handler.apply((T) core.binding().bind(payload, type)));
    }

    void checkType(Type type) {
        core.binding().obstacle(type).ifPresent(obstacle -> {
            throw new IllegalArgumentException("JSON-B cannot make a value of " + obstacle);
        });
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > FrameReader.MAX_COMMAND_LENGTH) {
            throw new IllegalArgumentException(
                    "A name must have 1 to " + FrameReader.MAX_COMMAND_LENGTH + " characters");
        }
    }
}
