package io.meshws.client.internal.event;

import io.meshws.client.MeshClientException;
import io.meshws.client.Subscription;
import io.meshws.client.internal.runtime.Promise;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.ErrorBody;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.protocol.binding.BindingException;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The listeners and handlers that the application registered; they outlive connections. Registering is thread-safe; the methods that call the
 * application belong to the listener thread and throw nothing but errors of the JVM, after which the frame is lost.
 */
public final class Listeners {
    /** Takes a payload; throws a {@link BindingException} if the payload doesn't fit. */
    @FunctionalInterface
    public interface Taker<R> {
        R take(JsonValue payload) throws BindingException;
    }

    private static final System.Logger LOG = System.getLogger("io.meshws.client");

    private final JsonBinding binding;
    private final ConcurrentHashMap<String, List<Taker<Void>>> events = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Taker<?>> handlers = new ConcurrentHashMap<>();

    public Listeners(JsonBinding binding) {
        this.binding = binding;
    }

    public Subscription onEvent(String event, Taker<Void> listener) {
        List<Taker<Void>> list = events.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>());
        list.add(listener);
        return () -> list.remove(listener);
    }

    public Subscription onRequest(String command, Taker<?> handler) {
        if (handlers.putIfAbsent(command, handler) != null) {
            throw new IllegalStateException("Requests named \"" + command
                    + "\" have a handler already; close its subscription before another is registered");
        }
        return () -> handlers.remove(command, handler);
    }

    public boolean wants(Frame.Event event) {
        return !events.getOrDefault(event.command(), List.of()).isEmpty();
    }

    public void deliver(Frame.Event event) {
        for (Taker<Void> listener : events.getOrDefault(event.command(), List.of())) {
            try {
                listener.take(event.payload());
            } catch (VirtualMachineError e) {
                throw e;
            } catch (BindingException e) {
                log(Level.WARNING, "The event \"" + event.command() + "\" does not fit its listener", e);
            } catch (RuntimeException | Error e) {
                log(Level.ERROR, "A listener of \"" + event.command() + "\" failed", e);
            }
        }
    }

    /** Answers a request of the server, now or when the handler's stage completes. */
    public void answer(Frame.ServerCall request, Consumer<String> send) {
        Taker<?> handler = handlers.get(request.command());
        if (handler == null) {
            send.accept(reply(request, ErrorCode.ENOTFOUND.body("Command \"" + request.command() + "\" not found")));
            return;
        }
        try {
            Object result = handler.take(request.payload());
            if (result instanceof CompletionStage<?> stage) {
                stage.whenComplete(
                        (value, error) -> send.accept(error == null ? reply(request, value) : failed(request, error)));
            } else {
                send.accept(reply(request, result));
            }
        } catch (BindingException e) {
            send.accept(reply(request, ErrorCode.EPAYLOAD.body(e.getMessage())));
        } catch (RuntimeException | Error e) {
            send.accept(failed(request, e));
        }
    }

    private String reply(Frame.ServerCall request, Object result) {
        try {
            return FrameText.serverCall(request.id(), BuiltIn.REPLY, binding.toText(result));
        } catch (JsonbException e) {
            return failed(request, e);
        }
    }

    private static String reply(Frame.ServerCall request, ErrorBody error) {
        return FrameText.serverCall(request.id(), BuiltIn.REPLY, error.toJson());
    }

    /** Only errors that are meant for the other side show their text there; others are for this side's log. */
    private static String failed(Frame.ServerCall request, Throwable error) {
        Throwable cause = Promise.causeOf(error);
        if (cause instanceof MeshClientException e) {
            return reply(request, e.body());
        }
        log(Level.ERROR, "The handler of \"" + request.command() + "\" failed", cause);
        return reply(request, ErrorCode.ESERVER.body("The client's handler failed"));
    }

    private static void log(Level level, String message, Throwable error) {
        LOG.log(level, message, error);
    }
}
