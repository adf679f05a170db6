package io.meshws.it.shop;

import io.meshws.client.ChannelSubscription;
import io.meshws.client.MeshClient;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordSubscription;
import io.meshws.client.Room;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Follows an event, a room, a channel and a record, and keeps the updates. */
final class Following {
    private final MeshClient client;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> contexts = new CopyOnWriteArrayList<>();
    private final AtomicInteger returns = new AtomicInteger();
    private final Room room;
    private final ChannelSubscription channel;
    private final RecordSubscription<JsonValue> note;

    /** @param name of the room, the channel and the record, behind the prefix of each */
    Following(MeshClient client, String name) {
        this.client = client;
        client.on("told", String.class, text -> {
            events.add(text);
            contexts.add(context());
        });
        client.onRequest("question", Integer.class, question -> question + 1);
        client.onReconnect(back -> returns.incrementAndGet());
        room = client.joinRoomSync("room:" + name, update -> {});
        channel = client.subscribeChannelSync("kept:" + name, 50, message -> messages.add(message.text()));
        note = client.subscribeRecordSync("note:" + name, JsonValue.class, RecordMode.PATCH, null);
    }

    Told told() {
        return new Told(
                client.connectionId(),
                events,
                messages,
                note.value(),
                note.version(),
                List.copyOf(room.value().present()),
                returns.get(),
                contexts);
    }

    boolean isFollowing() {
        return !channel.ended().isDone() && !note.ended().isDone();
    }

    /** Names, beans and classes of the application, as a thread of its own would find them. */
    private static String context() {
        StringBuilder found = new StringBuilder();
        try {
            found.append(
                    InitialContext.<Object>doLookup("java:comp/DefaultManagedExecutorService") != null ? "names" : "");
        } catch (NamingException e) {
            found.append(e.getMessage());
        }
        found.append(CDI.current().select(Shop.class).isResolvable() ? " beans" : "");
        try {
            Class<?> own = Thread.currentThread().getContextClassLoader().loadClass(Shop.class.getName());
            found.append(own == Shop.class ? " classes" : " other classes");
        } catch (ClassNotFoundException e) {
            found.append(" no classes");
        }
        return found.toString();
    }
}
