package io.meshws.internal.cluster;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshws.Audience;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The promises of {@link Bus}. */
public abstract class BusContract extends ClusterContract {
    private Bus bus() {
        return first.cluster().bus();
    }

    private static Delivery message(String frame) {
        return new Delivery(Audience.everyone(), frame);
    }

    private static String frameOf(ClusterMessage message) {
        return ((Delivery) message).frame();
    }

    private Instance other() {
        assumeTrue(fixture.hasSeveral());
        return fixture.another();
    }

    private static void join(Instance instance, String room) {
        get(instance.cluster().rooms().join(room, instance.newConnection()));
    }

    @Test
    void sendsToItself() {
        assertTrue(get(bus().sendTo(first.id(), message("to me"))));
        assertEquals("to me", frameOf(first.receiver().next()));
    }

    @Test
    void reportsThatNobodyListensIfTheInstanceIsUnknown() {
        assertFalse(get(bus().sendTo(ConnectionId.newInstanceId(), message("lost"))));
    }

    @Test
    void doesNotSendToItselfMessagesForTheOthers() {
        join(first, "room");
        get(bus().sendToRoom("room", message("room")));
        get(bus().sendToAll(message("all")));
        get(bus().sendTo(first.id(), message("last")));
        assertEquals("last", frameOf(first.receiver().next()));
    }

    @Test
    void sendsToOneOther() {
        Instance other = other();
        assertTrue(get(bus().sendTo(other.id(), message("you"))));
        assertEquals("you", frameOf(other.receiver().next()));
        assertEquals(0, first.receiver().waiting());
    }

    @Test
    void sendsToAllOthers() {
        Instance second = other();
        Instance third = fixture.another();
        get(bus().sendToAll(message("all")));
        assertEquals("all", frameOf(second.receiver().next()));
        assertEquals("all", frameOf(third.receiver().next()));
    }

    @Test
    void sendsToTheInstancesWithMembersInTheRoomAndToNoOther() {
        Instance member = other();
        Instance stranger = fixture.another();
        join(member, "room {1}");
        join(stranger, "room {2}");
        get(bus().sendToRoom("room {1}", message("for members")));
        assertEquals("for members", frameOf(member.receiver().next()));
        assertTrue(get(bus().sendTo(stranger.id(), message("after it"))));
        assertEquals("after it", frameOf(stranger.receiver().next()));
    }

    @Test
    void noLongerSendsToAnInstanceAfterItsLastMemberLeft() {
        Instance other = other();
        String connection = other.newConnection();
        get(other.cluster().rooms().join("room", connection));
        get(other.cluster().rooms().leave("room", connection));
        get(bus().sendToRoom("room", message("for nobody")));
        get(bus().sendTo(other.id(), message("after it")));
        assertEquals("after it", frameOf(other.receiver().next()));
    }

    @Test
    void deliversInTheOrderOfTheCallsWhicheverWayTheyGo() {
        Instance other = other();
        join(other, "room");
        int count = 10_000;
        List<CompletionStage<?>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Delivery message = message(Integer.toString(i));
            sent.add(
                    switch (i % 3) {
                        case 0 -> bus().sendTo(other.id(), message);
                        case 1 -> bus().sendToRoom("room", message);
                        default -> bus().sendToAll(message);
                    });
        }
        for (int i = 0; i < count; i++) {
            assertEquals(Integer.toString(i), frameOf(other.receiver().next()));
        }
        CompletableFuture<?>[] all =
                sent.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        get(CompletableFuture.allOf(all));
        assertEquals(0, other.receiver().waiting());
    }

    @Test
    void reachesTheOwnerOnceAJoinIsDone() {
        Instance other = other();
        for (int i = 0; i < 100; i++) {
            String room = "room " + i;
            join(other, room);
            get(bus().sendToRoom(room, message(room)));
            assertEquals(room, frameOf(other.receiver().next()));
        }
    }
}
