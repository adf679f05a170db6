package io.meshws.it;

import io.meshws.client.ChannelListener;
import io.meshws.client.ChannelUpdate;
import io.meshws.client.CommandOptions;
import io.meshws.client.ConnectionState;
import io.meshws.client.MeshClient;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.ReconnectPolicy;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordSubscription;
import io.meshws.client.RecordUpdate;
import io.meshws.client.Room;
import io.meshws.client.WriteOptions;
import io.meshws.it.live.LiveData.Publication;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A client with a bad link, its notifications, and those of them that can't be right. Thread-safe. */
final class SoakClient implements AutoCloseable {
    private static final Duration REQUEST = Duration.ofSeconds(5);
    private static final int HISTORY = 20;

    final MeshClient client;
    final Room room;
    final List<RecordTold> records = new ArrayList<>();
    final List<ChannelTold> channels = new ArrayList<>();
    /** The messages that the client published, each with its result once the client was told. */
    final Map<String, CompletableFuture<Integer>> published = new ConcurrentHashMap<>();

    final Queue<String> problems = new ConcurrentLinkedQueue<>();
    final AtomicInteger returns = new AtomicInteger();
    /** How often it stayed offline, as after a frame that is too long, and was told to connect again. */
    final AtomicInteger givenUp = new AtomicInteger();

    /** In the room all the time. */
    final JsonValue state;

    private final Soak.Names names;
    private final String own;

    /** @param own the end of the names that only this client writes to */
    SoakClient(URI uri, Duration pingInterval, Soak.Names names, String own) {
        this.names = names;
        this.own = own;
        state = Json.string("state of " + own);
        client = MeshClient.builder(uri)
                .reconnect(ReconnectPolicy.DEFAULT.first(Duration.ofMillis(20)).ceiling(Duration.ofMillis(500)))
                .connectTimeout(Duration.ofSeconds(3))
                .requestTimeout(REQUEST)
                .pingTimeout(pingInterval.multipliedBy(3).dividedBy(2))
                .build();
        client.connectSync();
        client.onReconnect(back -> {
            returns.incrementAndGet();
            back.refused().forEach(refused -> problems.add("refused: " + refused));
        });
        client.onState(state -> {
            if (state instanceof ConnectionState.Offline) {
                givenUp.incrementAndGet();
                client.connect();
            }
        });
        room = client.joinRoomSync(names.room(), (PresenceUpdate update) -> {});
        room.publishStateSync(state);
        for (String id : names.records()) {
            RecordMode mode = records.size() % 2 == 0 ? RecordMode.PATCH : RecordMode.FULL;
            records.add(new RecordTold(id, mode));
        }
        for (String channel : names.channels()) {
            ChannelTold told = new ChannelTold(channel);
            channels.add(told);
            client.subscribeChannelSync(channel, HISTORY, told);
        }
    }

    /** Publishes and writes over the bad link. */
    void work(int number) {
        String text = own + ":" + number;
        boolean repeatable = number % 2 == 0;
        published.put(
                text,
                client.command(
                        "publish",
                        new Publication(names.once(), text),
                        Integer.class,
                        CommandOptions.DEFAULT.repeatable(repeatable)));
        client.publishRecordUpdate(
                records.get(number % records.size()).id,
                Map.of(own, number),
                WriteOptions.DEFAULT.strategy(MergeStrategy.MERGE));
    }

    @Override
    public void close() {
        client.close();
    }

    /** Updates of one record. */
    final class RecordTold {
        final String id;
        final RecordSubscription<JsonValue> subscription;
        /** Each update with a value, to be compared with the writes. */
        final Queue<RecordUpdate<JsonValue>> updates = new ConcurrentLinkedQueue<>();

        final AtomicInteger caughtUp = new AtomicInteger();
        /** Only used by the listener. */
        private long last = -1;

        RecordTold(String id, RecordMode mode) {
            this.id = id;
            subscription = client.subscribeRecordSync(id, JsonValue.class, mode, this::update);
        }

        private void update(RecordUpdate<JsonValue> update) {
            boolean right = last < 0
                    || switch (update.cause()) {
                        // A whole value may stand for several versions, a patch for one.
                        case CHANGED ->
                            update.patch().isEmpty() ? update.version() > last : update.version() == last + 1;
                        case CAUGHT_UP -> update.version() > last;
                        case BEGIN, DELETED, LOCAL, ROLLED_BACK -> false;
                    };
            if (!right) {
                problems.add(id + " at version " + last + " was told of " + update.cause() + " " + update.version());
            }
            if (update.cause() == RecordUpdate.Cause.CAUGHT_UP) {
                caughtUp.incrementAndGet();
            }
            last = update.version();
            updates.add(update);
        }
    }

    /** Messages of one channel, which are numbered from 1. */
    final class ChannelTold implements ChannelListener {
        final String name;
        final AtomicInteger messages = new AtomicInteger();
        final AtomicInteger gaps = new AtomicInteger();
        final AtomicInteger lost = new AtomicInteger();
        private volatile int last;
        private boolean gap;

        ChannelTold(String name) {
            this.name = name;
        }

        /** The number of the last message. */
        int last() {
            return last;
        }

        @Override
        public void message(ChannelUpdate.Message message) {
            messages.incrementAndGet();
            take(Integer.parseInt(message.text()));
        }

        @Override
        public void gap(ChannelUpdate.Gap news) {
            gaps.incrementAndGet();
            gap = true;
            news.history().forEach(text -> take(Integer.parseInt(text)));
        }

        private void take(int number) {
            if (number != last + 1) {
                if (!gap || number <= last) {
                    problems.add(
                            name + ": after " + last + " came " + number + (gap ? " with" : " without") + " a gap");
                }
                lost.addAndGet(Math.max(0, number - last - 1));
            }
            gap = false;
            last = number;
        }
    }
}
