package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshws.testing.Eventually;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that is closed before it is connected, or again connected, leaves nothing behind. */
@Timeout(60)
class ClosingTest {
    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    private void assertOver(MeshClient client, int connections) {
        assertEquals(new ConnectionState.Closed(), client.state());
        assertEquals(0, client.requestsInFlight());
        assertEquals(connections, server.connections());
        Threads.assertNoneLeft();
    }

    @Test
    void whileItWaitsForItsId() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        server.onOpen(s -> opened.countDown());
        MeshClient client = server.builder().reconnect(Fast.POLICY).build();
        CompletableFuture<String> connecting = client.connect();
        CompletableFuture<Integer> waiting = client.command("echo", 1, Integer.class);
        opened.await();
        client.close();
        assertEquals("EGONE", ClientFailure.of(connecting).code());
        assertEquals("EGONE", ClientFailure.of(waiting).code());
        Eventually.get(server.closed);
        assertOver(client, 1);
    }

    @Test
    void whileItRestoresItsRooms() throws Exception {
        server.reply("mesh/join-room", request -> "{\"success\":true,\"present\":[]}");
        MeshClient client = server.connected(Fast::reconnect);
        client.joinRoomSync("lobby");
        server.nextCall("mesh/join-room");
        server.onCall((s, call) -> {});
        server.close(1001, "restart");
        server.nextCall("mesh/join-room");
        assertFalse(client.isConnected(), "it is not back before all is restored");
        CompletableFuture<Integer> waiting = client.command("echo", 1, Integer.class);
        client.close();
        assertEquals("EGONE", ClientFailure.of(waiting).code());
        assertOver(client, 2);
    }
}
