package io.meshws.client;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Performs the calls of {@link JavaDriver} on the pipes of one client. */
final class DrivenPipes {
    private final MeshClient client;
    private final Consumer<JsonObjectBuilder> tell;
    /** By the name of the other end and their own. */
    private final Map<String, Pipe<JsonValue>> open = new ConcurrentHashMap<>();

    DrivenPipes(MeshClient client, Consumer<JsonObjectBuilder> tell) {
        this.client = client;
        this.tell = tell;
    }

    CompletableFuture<JsonValue> call(String method, JsonArray values) {
        if (method.equals("openPipe")) {
            return client.openPipe(values.getString(0), values.getString(1), values.getString(2), JsonValue.class)
                    .thenApply(pipe -> {
                        read(pipe);
                        return JsonValue.NULL;
                    });
        }
        switch (method) {
            case "acceptPipes" ->
                client.onPipe(Pattern.compile(Pattern.quote(values.getString(0))), JsonValue.class, this::read);
            case "sendPipe" ->
                open.get(key(values))
                        .send(values.get(2))
                        .thenRun(() -> tell.accept(told(values.getString(1)).add("taken", values.get(2))));
            case "closePipe" -> open.remove(key(values)).close();
            default -> throw new IllegalArgumentException(method);
        }
        return CompletableFuture.completedFuture(JsonValue.NULL);
    }

    private static String key(JsonArray values) {
        return values.getString(0) + "/" + values.getString(1);
    }

    private static JsonObjectBuilder told(String pipe) {
        return Json.object().add("pipe", pipe);
    }

    private void read(Pipe<JsonValue> pipe) {
        open.put(pipe.peer() + "/" + pipe.name(), pipe);
        pipe.messages().subscribe(new Reader(pipe));
    }

    /** The client is closed: nothing of its pipes is told any more. */
    void close() {
        open.clear();
    }

    private final class Reader implements Flow.Subscriber<JsonValue> {
        private final Pipe<JsonValue> pipe;
        private Flow.Subscription subscription;

        Reader(Pipe<JsonValue> pipe) {
            this.pipe = pipe;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(1);
        }

        @Override
        public void onNext(JsonValue data) {
            tell.accept(told(pipe.name()).add("data", data));
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            closed(Json.string(((MeshClientException) failure).code()));
        }

        @Override
        public void onComplete() {
            closed(JsonValue.NULL);
        }

        private void closed(JsonValue code) {
            if (open.remove(pipe.peer() + "/" + pipe.name(), pipe)) {
                tell.accept(told(pipe.name()).add("closed", code));
            }
        }
    }
}
