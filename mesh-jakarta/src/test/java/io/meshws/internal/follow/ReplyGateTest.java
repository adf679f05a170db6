package io.meshws.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.MeshConfig;
import io.meshws.protocol.CloseCode;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyGateTest {
    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final TestClient client = instance.connect();
    private final List<Integer> told = new ArrayList<>();
    /** Happens while the next message is told. */
    private Runnable meanwhile = () -> {};

    private final ReplyGate<Integer> gate = new ReplyGate<>(client.connection(), message -> {
        told.add(message);
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
    });

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void messagesBeforeTheReplyFollowItInOrder() {
        gate.tell(1);
        gate.tell(2);
        assertEquals(List.of(), told);
        assertFalse(gate.isOpen());
        gate.open();
        gate.tell(3);
        assertEquals(List.of(1, 2, 3), told);
        assertTrue(gate.isOpen());
    }

    @Test
    void messagesWhileTheGateOpensAreNotOvertaken() {
        gate.tell(1);
        gate.tell(2);
        meanwhile = () -> gate.tell(3);
        gate.open();
        assertEquals(List.of(1, 2, 3), told);
    }

    @Test
    void aClientThatDoesNotGetItsReplyIsClosedRatherThanRemembered() {
        for (int message = 0; message < 16_384; message++) {
            gate.tell(message);
        }
        assertTrue(client.connection().isOpen());
        gate.tell(16_384);
        assertFalse(client.connection().isOpen());
        assertEquals(CloseCode.SLOW_CONSUMER.number(), client.closeCode());
    }
}
