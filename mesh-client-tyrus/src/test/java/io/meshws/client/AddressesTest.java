package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application at several addresses. */
@Timeout(60)
class AddressesTest {
    private final ScriptedServer server = new ScriptedServer().echo();
    private final ScriptedServer other = new ScriptedServer().echo();
    private final Cable cable = new Cable(server.uri());
    private final Cable otherCable = new Cable(other.uri());
    private MeshClient client;

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        cable.close();
        otherCable.close();
        server.close();
        other.close();
    }

    private MeshClientBuilder builder() {
        return MeshClient.builder(cable.uri()).alsoAt(otherCable.uri()).reconnect(Fast.POLICY);
    }

    private void connect() {
        client = builder().build();
        client.connectSync();
    }

    @Test
    void theNextOneIsTriedWhenAConnectionIsLost() {
        connect();
        assertEquals(List.of(1, 0), List.of(server.connections(), other.connections()));
        cable.refuse(true);
        cable.cut();
        Eventually.holds("at the other", () -> other.connections() == 1 && client.isConnected());
        assertEquals(7, client.commandSync("echo", 7, Integer.class));

        cable.refuse(false);
        otherCable.refuse(true);
        otherCable.cut();
        Eventually.holds("back at the first", () -> server.connections() == 2 && client.isConnected());
    }

    @Test
    void allAreTriedInTurnUntilOneAnswers() {
        connect();
        cable.refuse(true);
        otherCable.refuse(true);
        cable.cut();
        Eventually.holds("tried both again and again", () -> cable.connections() > 3 && otherCable.connections() > 3);
        assertTrue(Math.abs(cable.connections() - otherCable.connections()) <= 1, "not in turn");
        otherCable.refuse(false);
        Eventually.holds("at the other", () -> other.connections() == 1 && client.isConnected());
    }

    @Test
    void connectingTriesEachOnceAndFailsAfterTheLast() {
        AtomicInteger tokens = new AtomicInteger();
        cable.refuse(true);
        otherCable.refuse(true);
        client = builder().bearerToken(() -> "t" + tokens.incrementAndGet()).build();
        List<ConnectionState> states = new CopyOnWriteArrayList<>();
        client.onState(states::add);
        MeshClientException failure = assertThrows(MeshClientException.class, client::connectSync);
        assertEquals("EGONE", failure.code());
        assertTrue(failure.getMessage().contains(otherCable.uri().toString()), failure.getMessage());
        assertEquals(2, tokens.get());
        Eventually.holds("told", () -> states.size() == 3);
        assertEquals(new ConnectionState.Connecting(1), states.get(0));
        assertEquals(new ConnectionState.Connecting(2), states.get(1));
        assertInstanceOf(ConnectionState.Offline.class, states.get(2));

        otherCable.refuse(false);
        assertEquals("c-1", client.connectSync());
        assertEquals(List.of(0, 1), List.of(server.connections(), other.connections()));
    }

    @Test
    void connectingGoesOnToTheNextWithoutWaiting() {
        cable.refuse(true);
        ManualTimers timers = new ManualTimers();
        client = builder().reconnect(ReconnectPolicy.NEVER).build(timers.threads());
        assertEquals("c-1", client.connectSync(), "though no time passes");
        assertEquals(1, other.connections());
    }

    @Test
    void aClientThatIsNotWantedBackTriesNoOtherAddress() {
        connect();
        server.close(1000, "go away");
        Eventually.holds("offline", () -> client.state() instanceof ConnectionState.Offline);
        assertEquals(0, other.connections());
    }

    @Test
    void onlyWebSocketAddressesAreTaken() {
        MeshClientBuilder builder = builder();
        assertThrows(IllegalArgumentException.class, () -> builder.alsoAt(URI.create("http://localhost")));
        assertThrows(NullPointerException.class, () -> builder.alsoAt(null));
        assertEquals(cable.uri(), builder.uri());
    }
}
