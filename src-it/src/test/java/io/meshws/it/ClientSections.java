package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.ChannelSubscription;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.PresenceSubscription;
import io.meshws.client.PresenceUpdate;
import io.meshws.client.RecordMode;
import io.meshws.client.RecordSubscription;
import io.meshws.client.RecordUpdate;
import io.meshws.client.Room;
import io.meshws.it.team.TeamCommands.Note;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import io.meshws.protocol.patch.JsonPatches;
import io.meshws.protocol.patch.PatchFailedException;
import io.meshws.testing.Eventually;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Uses channels, rooms, presence, metadata and records as a client does, each from beginning to end. */
final class ClientSections {
    private final MeshClient client;
    private final MeshClient other;
    private final String name;

    private ClientSections(MeshClient client, MeshClient other, String name) {
        this.client = client;
        this.other = other;
        this.name = name;
    }

    /** @param other a client that is anywhere in the same cluster */
    static void assertAll(MeshClient client, MeshClient other, String name) {
        ClientSections sections = new ClientSections(client, other, name);
        sections.channels();
        sections.roomsAndPresence();
        sections.presence();
        sections.roomMetadata();
        sections.writes();
        sections.patches();
    }

    private void channels() {
        String channel = "kept:sections-" + name;
        for (int i = 1; i <= 4; i++) {
            assertEquals(i, other.publishChannelSync(channel, "msg" + i));
        }
        List<String> heard = new CopyOnWriteArrayList<>();
        ChannelSubscription subscription =
                client.subscribeChannelSync(channel, 3, message -> heard.add(message.text()));
        assertEquals(List.of("msg4", "msg3", "msg2"), subscription.history());
        assertEquals(5, client.publishChannelSync(channel, "msg5"));
        other.publishChannelSync(channel, "msg6");
        Eventually.equal("live messages", List.of("msg5", "msg6"), () -> heard);
        assertTrue(client.unsubscribeChannelSync(channel));
        other.publishChannelSync(channel, "msg7");
        assertFalse(client.unsubscribeChannelSync(channel));
        assertEquals(2, heard.size());
    }

    private void roomsAndPresence() {
        String roomName = "room:sections-" + name;
        List<String> told = new CopyOnWriteArrayList<>();
        other.joinRoomSync(roomName);
        Room room = client.joinRoomSync(roomName, update -> told.add(text(update)));
        assertEquals(
                List.of(client.connectionId(), other.connectionId()).stream()
                        .sorted()
                        .toList(),
                room.present().stream().sorted().toList());
        other.leaveRoomSync(roomName);
        other.joinRoomSync(roomName);
        other.publishPresenceStateSync(roomName, "typing");
        String id = other.connectionId();
        Eventually.holds(
                "told of the other",
                () -> told.containsAll(List.of("left " + id, "joined " + id, "state " + id + " \"typing\"")));
        client.leaveRoomSync(roomName);
        Eventually.get(room.ended());
        assertFalse(client.unsubscribePresenceSync(roomName), "leaving ended it");
        other.leaveRoomSync(roomName);
    }

    private void presence() {
        String roomName = "room:watched-" + name;
        List<String> told = new CopyOnWriteArrayList<>();
        PresenceSubscription watched = client.subscribePresenceSync(roomName, update -> told.add(text(update)));
        assertTrue(watched.value().present().isEmpty());
        other.joinRoomSync(roomName);
        String id = other.connectionId();
        Eventually.equal("who joined", List.of("joined " + id), () -> told);
        assertTrue(client.getPresenceStateSync(roomName).present().contains(id));
        other.leaveRoomSync(roomName);
        Eventually.equal("who left", List.of("joined " + id, "left " + id), () -> told);
        assertTrue(client.unsubscribePresenceSync(roomName));
        assertFalse(watched.isLive());
    }

    private static String text(PresenceUpdate update) {
        if (update instanceof PresenceUpdate.Joined joined) {
            return "joined " + joined.member();
        }
        if (update instanceof PresenceUpdate.StateChanged changed) {
            return "state " + changed.connectionId() + " " + changed.state().orElse(JsonValue.NULL);
        }
        return "left " + ((PresenceUpdate.Left) update).member();
    }

    private void roomMetadata() {
        String roomName = "room:described-" + name;
        other.commandSync("set-room-metadata", new Note(roomName, "General"), Void.class);
        assertEquals("General", client.getRoomMetadataSync(roomName, String.class));
    }

    private void writes() {
        String recordId = "note:sections-" + name;
        List<RecordUpdate<JsonValue>> told = new CopyOnWriteArrayList<>();
        client.subscribeRecordSync(recordId, JsonValue.class, told::add);
        assertEquals(1, client.publishRecordUpdateSync(recordId, 5));
        assertEquals(2, client.changeRecordSync(recordId, Change.increment("")));
        Eventually.holds(
                "its own writes",
                () -> !told.isEmpty()
                        && told.get(told.size() - 1).version() == 2
                        && told.get(told.size() - 1).value().equals(Json.readTrusted("6")));
        assertTrue(client.unsubscribeRecordSync(recordId));
        MeshClientException refused =
                assertThrows(MeshClientException.class, () -> client.publishRecordUpdateSync("read-only:" + name, 1));
        assertEquals("EFORBIDDEN", refused.code());
    }

    /** With a copy that the application keeps by the patches. */
    private void patches() {
        String recordId = "note:patched-" + name;
        other.publishRecordUpdateSync(recordId, List.of(1, 2));
        AtomicReference<JsonValue> copy = new AtomicReference<>();
        RecordSubscription<JsonValue> patched = client.subscribeRecordSync(
                recordId,
                JsonValue.class,
                RecordMode.PATCH,
                update -> copy.set(
                        update.patch().map(patch -> applied(copy.get(), patch)).orElse(update.value())));
        copy.compareAndSet(null, patched.value());
        assertEquals(1, patched.version());
        other.publishRecordUpdateSync(recordId, List.of(1, 3, 2));
        Eventually.equal("the copy", Json.readTrusted("[1,3,2]"), copy::get);
        other.publishRecordUpdateSync(recordId, List.of(3));
        Eventually.equal("the copy", Json.readTrusted("[3]"), copy::get);
        assertEquals(3, patched.version());
        assertTrue(client.unsubscribeRecordSync(recordId));
        Eventually.get(patched.ended());
    }

    private static JsonValue applied(JsonValue value, JsonArray patch) {
        try {
            return JsonPatches.apply(value, patch);
        } catch (PatchFailedException e) {
            throw new AssertionError(e);
        }
    }
}
