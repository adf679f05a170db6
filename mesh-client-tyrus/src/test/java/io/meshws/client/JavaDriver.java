package io.meshws.client;

import io.meshws.conformance.Driver;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls the Java client's methods for the exchanges of the module {@code conformance}. */
final class JavaDriver implements Driver {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Map<String, MeshClient> clients = new HashMap<>();
    private final Map<String, DrivenPipes> pipes = new HashMap<>();

    @Override
    public void tell(String line) {
        JsonObject said = Json.readTrusted(line).asJsonObject();
        if (said.containsKey("end")) {
            close();
            lines.add("{\"ended\":true}");
            return;
        }
        String name = said.getString("client");
        JsonObjectBuilder answer = Json.object().add("client", name).add("number", said.get("number"));
        call(name, said.getString("call"), said.getJsonArray("arguments")).whenComplete((result, failure) -> {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            if (cause == null) {
                answer.add("result", result);
            } else {
                answer.add("error", cause instanceof MeshClientException error ? error.code() : cause.toString());
            }
            lines.add(answer.build().toString());
        });
    }

    private void told(String name, JsonObjectBuilder what) {
        lines.add(Json.object().add("client", name).add("tells", what).build().toString());
    }

    private CompletableFuture<JsonValue> call(String name, String method, JsonArray values) {
        if (method.equals("connect")) {
            MeshClient client =
                    MeshClient.builder(URI.create(values.getString(0))).build();
            clients.put(name, client);
            pipes.put(name, new DrivenPipes(client, what -> told(name, what)));
            return client.connect().thenApply(Json::string);
        }
        MeshClient client = clients.get(name);
        String first = values.isEmpty() ? null : text(values.get(0));
        return switch (method) {
            case "close" ->
                done(() -> {
                    pipes.get(name).close();
                    client.close();
                });
            case "command" -> client.command(first, values.get(1), JsonValue.class);
            case "send" -> done(() -> client.send(first, values.get(1)));
            case "on" ->
                done(() -> client.on(
                        first,
                        (JsonValue payload) ->
                                told(name, Json.object().add("event", first).add("payload", payload))));
            case "onRequest" -> done(() -> client.onRequest(first, JsonValue.class, payload -> values.get(1)));
            case "joinRoom" ->
                client.joinRoom(first).thenApply(room -> Json.object()
                        .add("present", array(room.present()))
                        .build());
            case "leaveRoom" -> client.leaveRoom(first).thenApply(JavaDriver::nothing);
            case "getRoomMetadata" ->
                client.getRoomMetadata(first, JsonValue.class).thenApply(JavaDriver::orNull);
            case "getConnectionMetadata" ->
                (first == null
                                ? client.getConnectionMetadata(JsonValue.class)
                                : client.getConnectionMetadata(first, JsonValue.class))
                        .thenApply(JavaDriver::orNull);
            case "setConnectionMetadata" ->
                client.setConnectionMetadata(values.get(0), strategy(values, 1)).thenApply(JavaDriver::nothing);
            case "takeName" ->
                client.takeName(first, values.size() > 1 ? IfTaken.REPLACE : IfTaken.REFUSE)
                        .thenApply(taken -> {
                            ends(name, first, taken.ended());
                            return Json.provider().createValue(taken.since().toEpochMilli());
                        });
            case "freeName" -> client.freeName(first).thenApply(JavaDriver::nothing);
            default -> live(client, name, method, first, values);
        };
    }

    private CompletableFuture<JsonValue> live(
            MeshClient client, String name, String method, String first, JsonArray values) {
        return switch (method) {
            case "subscribePresence" ->
                client.subscribePresence(first, by(values), update -> told(name, update(update)))
                        .thenApply(presence -> {
                            ends(name, first, presence.ended());
                            return view(presence.value(), by(values));
                        });
            case "unsubscribePresence" -> client.unsubscribePresence(first).thenApply(JavaDriver::truth);
            case "getPresenceState" ->
                client.getPresenceState(first, by(values)).thenApply(view -> view(view, by(values)));
            case "publishPresenceState" ->
                client.publishPresenceState(first, values.get(1), state(values)).thenApply(JavaDriver::truth);
            case "clearPresenceState" -> client.clearPresenceState(first).thenApply(JavaDriver::truth);
            case "subscribeChannel" ->
                client.subscribeChannel(
                                first,
                                values.size() > 1 ? values.getInt(1) : 0,
                                message -> told(name, message(message)))
                        .thenApply(channel -> {
                            ends(name, first, channel.ended());
                            return Json.object()
                                    .add("history", array(channel.history()))
                                    .build();
                        });
            case "unsubscribeChannel" -> client.unsubscribeChannel(first).thenApply(JavaDriver::truth);
            case "getChannelHistory" ->
                client.getChannelHistory(
                                first, values.getInt(1), values.size() < 3 ? null : position(values.getJsonObject(2)))
                        .thenApply(page -> Json.object()
                                .add("history", array(page.messages()))
                                .add("recovered", page.recovered())
                                .build());
            case "getOlderMessages" ->
                client.getChannelHistory(first, values.getInt(1), values.getInt(2))
                        .thenApply(page -> Json.object()
                                .add("history", array(page.messages()))
                                .add("offsets", Json.readTrusted(page.offsets().toString()))
                                .build());
            case "publishChannel" ->
                client.publishChannel(first, values.getString(1))
                        .thenApply(offset -> Json.readTrusted(offset.toString()));
            case "subscribeRecord" ->
                client.subscribeRecord(
                                first,
                                JsonValue.class,
                                RecordMode.valueOf(values.getString(1).toUpperCase(Locale.ROOT)),
                                update -> told(name, update(update)))
                        .thenApply(record -> {
                            ends(name, first, record.ended());
                            return Json.object()
                                    .add("value", orNull(record.value()))
                                    .add("version", record.version())
                                    .build();
                        });
            case "subscribeCollection" ->
                client.subscribeCollection(first, JsonValue.class, update -> told(name, WireCollections.update(update)))
                        .thenApply(list -> WireCollections.records(list.value()));
            case "unsubscribeCollection" -> client.unsubscribeCollection(first).thenApply(JavaDriver::truth);
            case "unsubscribeRecord" -> client.unsubscribeRecord(first).thenApply(JavaDriver::truth);
            case "publishRecordUpdate" ->
                client.publishRecordUpdate(first, values.get(1), write(values)).thenApply(version -> JsonValue.TRUE);
            case "changeRecord" ->
                client.changeRecord(
                                first,
                                write(values),
                                WireOperations.changes(values.get(1).asJsonArray()))
                        .thenApply(version -> Json.provider().createValue(version));
            case "transaction" ->
                client.transaction(WireOperations.of(values.getJsonArray(0))).thenApply(WireOperations::results);
            default -> pipes.get(name).call(method, values);
        };
    }

    private static CompletableFuture<JsonValue> done(Runnable call) {
        return CompletableFuture.completedFuture(null).thenApply(started -> {
            call.run();
            return JsonValue.NULL;
        });
    }

    /** The server ends it; closing it does not count. */
    private void ends(String name, String what, CompletableFuture<Void> end) {
        end.whenComplete((ended, failure) -> {
            if (failure != null) {
                told(name, Json.object().add("ended", what));
            }
        });
    }

    private static JsonObjectBuilder message(ChannelUpdate.Message message) {
        JsonObjectBuilder told = Json.object().add("channel", message.channel()).add("message", message.text());
        message.publisher().ifPresent(publisher -> told.add("publisher", publisher));
        return told;
    }

    private static JsonObjectBuilder update(RecordUpdate<JsonValue> update) {
        return Json.object()
                .add("record", update.recordId())
                .add("value", orNull(update.value()))
                .add("version", update.version());
    }

    private static JsonObjectBuilder update(PresenceUpdate update) {
        JsonObjectBuilder told = Json.object().add("room", update.roomName());
        if (update instanceof PresenceUpdate.Joined joined) {
            return told.add("type", "join").add("member", joined.member());
        }
        if (update instanceof PresenceUpdate.Left left) {
            return told.add("type", "leave").add("member", left.member());
        }
        PresenceUpdate.StateChanged changed = (PresenceUpdate.StateChanged) update;
        changed.userId().ifPresent(user -> told.add("user", user));
        return told.add("type", "state")
                .add("connection", changed.connectionId())
                .add("state", changed.state().orElse(JsonValue.NULL));
    }

    private static JsonValue view(PresenceView view, PresenceBy by) {
        JsonObjectBuilder states = Json.object();
        view.states().forEach(states::add);
        JsonObjectBuilder object =
                Json.object().add("present", array(view.present())).add("states", states);
        if (by == PresenceBy.USER) {
            JsonObjectBuilder users = Json.object();
            view.users().forEach(users::add);
            object.add("users", users);
        }
        return object.build();
    }

    private static PresenceBy by(JsonArray values) {
        return values.size() > 1 && values.getString(1).equals("user") ? PresenceBy.USER : PresenceBy.CONNECTION;
    }

    private static StreamPosition position(JsonObject since) {
        return new StreamPosition(
                since.getString("epoch"), since.getJsonNumber("offset").longValue());
    }

    private static PresenceStateOptions state(JsonArray values) {
        PresenceStateOptions options = PresenceStateOptions.DEFAULT;
        if (values.size() < 3) {
            return options;
        }
        JsonObject given = values.getJsonObject(2);
        if (given.containsKey("expireAfter")) {
            options = options.expireAfter(Duration.ofMillis(given.getInt("expireAfter")));
        }
        return options.silent(given.getBoolean("silent", false));
    }

    private static WriteOptions write(JsonArray values) {
        return WireOperations.options(values.size() < 3 ? JsonValue.EMPTY_JSON_OBJECT : values.getJsonObject(2));
    }

    private static MergeStrategy strategy(JsonArray values, int index) {
        String name = values.size() > index ? values.getString(index) : "replace";
        return MergeStrategy.ofWireName(name).orElseThrow();
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : value.toString();
    }

    private static JsonValue array(Collection<String> texts) {
        return Json.provider().createArrayBuilder(texts).build();
    }

    private static JsonValue truth(boolean value) {
        return value ? JsonValue.TRUE : JsonValue.FALSE;
    }

    private static JsonValue nothing(Object nothing) {
        return JsonValue.NULL;
    }

    private static JsonValue orNull(JsonValue value) {
        return value == null ? JsonValue.NULL : value;
    }

    @Override
    public String next(Duration patience) throws InterruptedException {
        return lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        pipes.values().forEach(DrivenPipes::close);
        clients.values().forEach(MeshClient::close);
        clients.clear();
    }
}
