package io.meshws.client.internal;

import io.meshws.client.ChannelListener;
import io.meshws.client.ChannelPage;
import io.meshws.client.ChannelSubscription;
import io.meshws.client.CloseEvent;
import io.meshws.client.CommandOptions;
import io.meshws.client.ConnectionState;
import io.meshws.client.IfTaken;
import io.meshws.client.NameLost;
import io.meshws.client.PresenceBy;
import io.meshws.client.PresenceStateOptions;
import io.meshws.client.PresenceSubscription;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.PresenceView;
import io.meshws.client.Reconnected;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordOperation;
import io.meshws.client.RecordSubscription;
import io.meshws.client.RecordUpdate;
import io.meshws.client.Room;
import io.meshws.client.StreamPosition;
import io.meshws.client.Subscription;
import io.meshws.client.TakenName;
import io.meshws.client.TransactionReply;
import io.meshws.client.WriteOptions;
import io.meshws.client.internal.channel.ChannelTopics;
import io.meshws.client.internal.link.Settings;
import io.meshws.client.internal.presence.PresenceTopics;
import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The client as the application calls it. */
public final class Client extends BasicClient {

    public Client(Settings settings, ClientThreads threads, JsonBinding binding) {
        super(new Core(settings, threads, binding));
    }

    @Override
    public CompletableFuture<String> connect() {
        return promise(core.link().connect(), reply -> ((JsonString) Answers.value(reply)).getString());
    }

    @Override
    public ConnectionState state() {
        return core.link().state();
    }

    @Override
    public Subscription onState(Consumer<ConnectionState> listener) {
        return core.states.add(listener);
    }

    @Override
    public Subscription onReconnect(Consumer<Reconnected> listener) {
        return core.reconnections.add(listener);
    }

    @Override
    public Subscription onClose(Consumer<CloseEvent> listener) {
        return core.closings.add(listener);
    }

    @Override
    public String connectionId() {
        return core.link().connectionId();
    }

    @Override
    public int requestsInFlight() {
        return core.link().callsInFlight();
    }

    @Override
    public Optional<Duration> latency() {
        return Optional.ofNullable(core.latency());
    }

    @Override
    public Subscription onLatency(Consumer<Duration> listener) {
        return core.latencies.add(listener);
    }

    @Override
    public <T> CompletableFuture<T> command(String name, Object payload, Type type, CommandOptions options) {
        return commands.call(name, payload, type, options);
    }

    @Override
    public <T> T commandSync(String name, Object payload, Type type, CommandOptions options) {
        return commands.callSync(name, payload, type, options);
    }

    @Override
    public void send(String event, Object payload) {
        commands.send(event, payload);
    }

    @Override
    public <T> Subscription on(String event, Type type, Consumer<T> listener) {
        return commands.on(event, type, listener);
    }

    @Override
    public <T> Subscription onRequest(String command, Type type, Function<T, ?> handler) {
        return commands.onRequest(command, type, handler);
    }

    @Override
    public CompletableFuture<Room> joinRoom(String room, PresenceBy by, Consumer<PresenceUpdate> listener) {
        return handle(core.rooms.join(room, by, listener));
    }

    @Override
    public CompletableFuture<Void> leaveRoom(String room) {
        return promise(core.rooms.leave(room), Answers::nothing);
    }

    @Override
    public CompletableFuture<PresenceSubscription> subscribePresence(
            String room, PresenceBy by, Consumer<PresenceUpdate> listener) {
        return handle(core.presence.subscribe(room, by, listener));
    }

    @Override
    public CompletableFuture<Boolean> unsubscribePresence(String room) {
        return promise(core.presence.unsubscribeAll(room), Answers::flag);
    }

    @Override
    public CompletableFuture<Boolean> publishPresenceState(String room, Object state, PresenceStateOptions options) {
        return core.presenceStates.publish(room, Values.json(core.binding(), state), options);
    }

    @Override
    public CompletableFuture<Boolean> clearPresenceState(String room) {
        return core.presenceStates.clear(room);
    }

    @Override
    public CompletableFuture<PresenceView> getPresenceState(String room, PresenceBy by) {
        return promise(core.presence.get(room, by), reply -> PresenceTopics.view(room, Answers.value(reply)));
    }

    @Override
    public CompletableFuture<ChannelSubscription> subscribeChannel(
            String channel, int historyLimit, StreamPosition since, ChannelListener listener) {
        return handle(core.channels.subscribe(channel, historyLimit, since, listener));
    }

    @Override
    public CompletableFuture<Boolean> unsubscribeChannel(String channel) {
        return promise(core.channels.unsubscribeAll(channel), Answers::flag);
    }

    @Override
    public CompletableFuture<ChannelPage> getChannelHistory(String channel, int limit, StreamPosition since) {
        return promise(
                core.channels.history(channel, limit, since),
                reply -> ChannelTopics.page(channel, Answers.value(reply)));
    }

    @Override
    public CompletableFuture<ChannelPage> getChannelHistory(String channel, int limit, long beforeOffset) {
        return promise(
                core.channels.older(channel, limit, beforeOffset),
                reply -> ChannelTopics.page(channel, Answers.value(reply)));
    }

    @Override
    public CompletableFuture<Long> publishChannel(String channel, String message) {
        JsonValue payload = ChannelTopics.publication(channel, message);
        return promise(
                core.change(BuiltIn.PUBLISH_CHANNEL, payload), reply -> ChannelTopics.offset(Answers.value(reply)));
    }

    @Override
    public <T> CompletableFuture<RecordSubscription<T>> subscribeRecord(
            String recordId, Type type, RecordMode mode, Consumer<RecordUpdate<T>> listener) {
        commands.checkType(type);
        return handle(core.records.subscribe(recordId, type, mode, listener));
    }

    @Override
    public CompletableFuture<Boolean> unsubscribeRecord(String recordId) {
        return promise(core.records.unsubscribeAll(recordId), Answers::flag);
    }

    @Override
    public CompletableFuture<Long> publishRecordUpdate(String recordId, Object newValue, WriteOptions options) {
        return core.records.write(recordId, newValue, options);
    }

    @Override
    public CompletableFuture<Long> changeRecord(String recordId, WriteOptions options, Change... changes) {
        return core.records.write(recordId, options, changes);
    }

    @Override
    public CompletableFuture<TransactionReply> transaction(RecordOperation... operations) {
        return core.records.transaction(operations);
    }

    @Override
    public <T> CompletableFuture<T> getConnectionMetadata(Class<T> type) {
        return metadata(BuiltIn.GET_MY_CONNECTION_METADATA, JsonValue.EMPTY_JSON_OBJECT, type);
    }

    @Override
    public <T> CompletableFuture<T> getConnectionMetadata(String connectionId, Class<T> type) {
        JsonValue payload = Json.object().add("connectionId", connectionId).build();
        return metadata(BuiltIn.GET_CONNECTION_METADATA, payload, type);
    }

    @Override
    public <T> CompletableFuture<T> getRoomMetadata(String room, Class<T> type) {
        JsonValue payload = Json.object().add("roomName", room).build();
        return metadata(BuiltIn.GET_ROOM_METADATA, payload, type);
    }

    private <T> CompletableFuture<T> metadata(String command, JsonValue payload, Class<T> type) {
        return promise(core.call(command, payload), reply -> Answers.metadata(reply, type, command, core.binding()));
    }

    @Override
    public CompletableFuture<Void> setConnectionMetadata(Object metadata, MergeStrategy strategy) {
        return promise(core.metadata.set(Values.json(core.binding(), metadata), strategy), Answers::nothing);
    }

    @Override
    public CompletableFuture<TakenName> takeName(String name, IfTaken ifTaken) {
        return handle(core.names.take(name, ifTaken));
    }

    @Override
    public CompletableFuture<Void> freeName(String name) {
        return promise(core.names.free(name), Answers::nothing);
    }

    @Override
    public Subscription onNameLost(Consumer<NameLost> listener) {
        return core.nameLosses.add(listener);
    }

    @Override
    public void close() {
        core.close();
    }
}
