package io.meshws.client.internal;

import io.meshws.client.CloseEvent;
import io.meshws.client.ConnectionState;
import io.meshws.client.NameLost;
import io.meshws.client.Reconnected;
import io.meshws.client.internal.channel.ChannelTopics;
import io.meshws.client.internal.collection.CollectionTopics;
import io.meshws.client.internal.event.ListenerList;
import io.meshws.client.internal.event.Listeners;
import io.meshws.client.internal.link.Call;
import io.meshws.client.internal.link.Connection;
import io.meshws.client.internal.link.Link;
import io.meshws.client.internal.link.LinkOwner;
import io.meshws.client.internal.link.Reply;
import io.meshws.client.internal.link.Restoration;
import io.meshws.client.internal.link.RestoreStep;
import io.meshws.client.internal.link.Settings;
import io.meshws.client.internal.name.LocalNames;
import io.meshws.client.internal.pipe.Pipes;
import io.meshws.client.internal.presence.PresenceTopics;
import io.meshws.client.internal.record.RecordTopics;
import io.meshws.client.internal.room.LocalMetadata;
import io.meshws.client.internal.room.RoomTopics;
import io.meshws.client.internal.room.States;
import io.meshws.client.internal.runtime.ClientThreads;
import io.meshws.client.internal.runtime.Mailbox;
import io.meshws.client.internal.runtime.Timers;
import io.meshws.client.internal.socket.NetworkThreads;
import io.meshws.client.internal.socket.Outgoing;
import io.meshws.client.internal.topic.Desk;
import io.meshws.client.internal.topic.UnexpectedPayloadException;
import io.meshws.protocol.BuiltIn;
import io.meshws.protocol.CloseCode;
import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.Frame;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.pipe.PipeBytes;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects the parts of one client with each other. Thread-safe. */
final class Core implements LinkOwner, Desk {
    private static final System.Logger LOG = System.getLogger("io.meshws.client");
    private static final Duration LAST_SENDS = Duration.ofSeconds(1);

    private final Settings settings;
    private final ClientThreads threads;
    private final JsonBinding binding;
    private final Mailbox mailbox;
    private final Link link;

    final Listeners listeners;
    final ListenerList<ConnectionState> states = new ListenerList<>();
    final ListenerList<Reconnected> reconnections = new ListenerList<>();
    final ListenerList<CloseEvent> closings = new ListenerList<>();
    final ListenerList<Duration> latencies = new ListenerList<>();
    final ListenerList<NameLost> nameLosses = new ListenerList<>();

    final ChannelTopics channels;
    final RecordTopics records;
    final CollectionTopics collections;
    final PresenceTopics presence;
    final States presenceStates;
    final RoomTopics rooms;
    final LocalMetadata metadata;
    final LocalNames names;
    final Pipes pipes;

    private final EventDispatcher dispatcher = new EventDispatcher(this);
    private volatile Duration latency;
    private volatile Restoration restoration;

    Core(Settings settings, ClientThreads threads, JsonBinding binding) {
        this.settings = settings;
        this.threads = threads;
        this.binding = binding;
        mailbox = new Mailbox(
                settings.limits().maxPendingEvents(), settings.limits().maxPendingCharacters(), threads, this::lost);
        listeners = new Listeners(binding);
        link = new Link(settings, threads, this);
        channels = new ChannelTopics(this);
        records = new RecordTopics(this, new RecordWrites(this));
        collections = new CollectionTopics(this);
        presence = new PresenceTopics(this);
        presenceStates = new States(this, Answers.flags(threads));
        rooms = new RoomTopics(this, presence, presenceStates);
        metadata = new LocalMetadata(this);
        names = new LocalNames(this, Answers.done(threads), nameLosses::tell);
        pipes = new Pipes(this);
    }

    Link link() {
        return link;
    }

    Duration latency() {
        return latency;
    }

    /** Submits a request of the application; it fails when its time is over. */
    Call submit(String command, String payload, boolean isRepeatable, Duration timeout) {
        Call call;
        if (isRepeatable) {
            call = link.submitOnce(command, payload);
        } else {
            call = Call.request(command, payload);
            link.submit(call);
        }
        return limited(call, timeout);
    }

    /** Submits a request that changes something; it may come again, and takes effect once. */
    CompletableFuture<Reply> change(String command, JsonValue payload) {
        return submit(command, payload.toString(), true, settings.timeouts().request())
                .reply();
    }

    private Call limited(Call call, Duration timeout) {
        if (!call.reply().isDone()) {
            Timers.Timer timer = timers().after(timeout, () -> call.fail(notInTime(call, timeout)));
            call.reply().whenComplete((reply, failure) -> timer.cancel());
        }
        return call;
    }

    private static Reply.Failure notInTime(Call call, Duration timeout) {
        String message =
                "No reply to \"" + call.command() + "\" within " + TimeUnit.MILLISECONDS.convert(timeout) + " ms";
        return Reply.Failure.of(ErrorCode.ETIMEOUT, call.wasSent() ? message : message + "; it was not sent");
    }

    @Override
    public CompletableFuture<Reply> call(String command, JsonValue payload) {
        Call call = Call.idempotent(command, payload.toString());
        link.submit(call);
        return limited(call, settings.timeouts().request()).reply();
    }

    @Override
    public void post(int length, Runnable task) {
        if (!mailbox.offer(length, task)) {
            link.end(CloseCode.SLOW_CONSUMER, "The listeners fell behind");
        }
    }

    @Override
    public void lost(VirtualMachineError error) {
        LOG.log(Level.ERROR, "Cannot deliver a frame to the application; closing the connection", error);
        link.end(CloseCode.SERVER_ERROR, "The connection was closed because the JVM failed: " + error);
    }

    @Override
    public boolean isOnline() {
        return link.state() instanceof ConnectionState.Online;
    }

    @Override
    public Executor executor() {
        return threads;
    }

    @Override
    public Timers timers() {
        return threads.timers();
    }

    @Override
    public JsonBinding binding() {
        return binding;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public void state(ConnectionState state) {
        mailbox.put(() -> states.tell(state));
    }

    @Override
    public void closed(CloseEvent event) {
        mailbox.put(() -> closings.tell(event));
    }

    @Override
    public void back(String connectionId) {
        Reconnected news = new Reconnected(connectionId, restoration.refused());
        mailbox.put(() -> reconnections.tell(news));
    }

    @Override
    public CompletableFuture<Void> restore(Connection connection) {
        List<List<RestoreStep>> phases = new ArrayList<>();
        metadata.steps().forEach(step -> phases.add(List.of(step)));
        phases.add(names.steps());
        phases.add(rooms.steps());
        List<RestoreStep> rest = new ArrayList<>(presenceStates.steps());
        rest.addAll(presence.steps());
        rest.addAll(channels.steps());
        rest.addAll(records.steps());
        rest.addAll(collections.steps());
        rest.addAll(pipes.steps());
        phases.add(rest);
        restoration = new Restoration(connection, settings, timers(), phases);
        return restoration.run();
    }

    @Override
    public void event(Connection connection, Frame.Event event, int length) {
        try {
            dispatcher.event(connection, event, length);
        } catch (UnexpectedPayloadException e) {
            connection.unreadable(event.command() + ": " + e.getMessage());
            return;
        }
        if (listeners.wants(event)) {
            post(length, () -> listeners.deliver(event));
        } else if (event.command().equals(BuiltIn.ERROR)) {
            LOG.log(
                    Level.WARNING,
                    "The server got a frame that it cannot answer: {0}",
                    event.payload().toString());
        }
    }

    void measured(JsonValue payload) {
        if (payload instanceof JsonNumber millis) {
            Duration measured = Duration.ofNanos((long) (millis.doubleValue() * 1_000_000));
            latency = measured;
            if (!latencies.isEmpty()) {
                post(0, () -> latencies.tell(measured));
            }
        }
    }

    @Override
    public void request(Connection connection, Frame.ServerCall request, int length) {
        post(
                length,
                () -> listeners.answer(request, reply -> {
                    if (!connection.offer(Outgoing.of(reply))) {
                        LOG.log(Level.WARNING, "Too much waits to be sent; dropping a reply to the server");
                    }
                }));
    }

    @Override
    public void bytes(PipeBytes message, int length) {
        pipes.bytes(message, length);
    }

    /** Ends everything; waits a moment for frames that are still to be sent. */
    void close() {
        mailbox.drop();
        CompletableFuture<Void> closed = link.close();
        List.of(channels, records, collections, presence, rooms).forEach(topics -> topics.end());
        names.end();
        pipes.end();
        try {
            closed.get(LAST_SENDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            link.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            link.abort();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
        if (threads.close()) {
            NetworkThreads.end();
        }
    }
}
