package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ChannelListener;
import io.meshws.client.ChannelSubscription;
import io.meshws.client.ChannelUpdate;
import io.meshws.client.MeshClient;
import io.meshws.client.PresenceView;
import io.meshws.client.ReconnectPolicy;
import io.meshws.client.Reconnected;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordSubscription;
import io.meshws.client.Room;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Java client that uses all abilities of the protocol, and its notifications. */
final class AllRounder implements AutoCloseable {
    /** The client's state when it says that it is back. */
    record Return(Reconnected news, PresenceView room, Map<?, ?> metadata, JsonValue note, List<String> messages) {}

    final MeshClient client;
    final Room room;
    final ChannelSubscription channel;
    final RecordSubscription<JsonValue> note;
    final RecordSubscription<JsonValue> wholeNote;

    private final String name;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<ChannelUpdate.Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Return> returns = new CopyOnWriteArrayList<>();

    /** @param name of the room, the channel and the records, behind the prefix of each */
    AllRounder(URI uri, String name) {
        this.name = name;
        ReconnectPolicy often =
                ReconnectPolicy.DEFAULT.first(Duration.ofMillis(50)).ceiling(Duration.ofMillis(200));
        client = MeshClient.builder(uri).reconnect(often).build();
        client.connectSync();
        client.on("told", String.class, told::add);
        client.onRequest("question", Integer.class, question -> question + 1);
        client.setConnectionMetadataSync(Map.of("name", name));
        room = client.joinRoomSync("room:" + name, update -> {});
        assertTrue(room.publishStateSync("typing"));
        channel = client.subscribeChannelSync("kept:" + name, 100, new ChannelListener() {
            @Override
            public void message(ChannelUpdate.Message message) {
                messages.add(message.text());
            }

            @Override
            public void gap(ChannelUpdate.Gap gap) {
                gaps.add(gap);
            }
        });
        note = client.subscribeRecordSync("note:" + name, JsonValue.class, RecordMode.PATCH, null);
        wholeNote = client.subscribeRecordSync("note:whole-" + name, JsonValue.class, RecordMode.FULL, null);
        client.onReconnect(news -> returns.add(new Return(
                news,
                client.getPresenceStateSync("room:" + name),
                client.getConnectionMetadataSync(Map.class),
                note.value(),
                List.copyOf(messages))));
    }

    List<String> messages() {
        assertEquals(List.of(), gaps);
        return messages;
    }

    List<String> told() {
        return told;
    }

    List<Return> returns() {
        return returns;
    }

    /** Undoes everything that it did. */
    void leave() {
        assertTrue(room.clearStateSync());
        client.leaveRoomSync("room:" + name);
        assertTrue(client.unsubscribeChannelSync("kept:" + name));
        assertTrue(client.unsubscribeRecordSync("note:" + name));
        assertTrue(note.ended().isDone());
        assertTrue(channel.ended().isDone());
    }

    @Override
    public void close() {
        client.close();
    }
}
