package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients, and many connections of one. */
@Timeout(180)
class ManyTest {
    private static final int CLIENTS = 1000;
    /** The I/O threads, the timer and some callback threads. A busy machine has more for a moment: waiting tasks look like blocked ones. */
    private static final int MAX_THREADS = 50;

    @Test
    void aThousandClientsWorkWithoutAThreadEach() {
        ScriptedServer server = new ScriptedServer().echo();
        List<MeshClient> clients = new ArrayList<>();
        AtomicInteger heard = new AtomicInteger();
        try {
            long before = usedMemory();
            List<CompletableFuture<String>> connecting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                MeshClient client = server.builder()
                        .connectTimeout(Duration.ofMinutes(2))
                        .requestTimeout(Duration.ofMinutes(2))
                        .build();
                clients.add(client);
                client.on("x", Integer.class, n -> heard.incrementAndGet());
                connecting.add(client.connect());
            }
            connecting.forEach(Eventually::get);
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (MeshClient client : clients) {
                calls.add(client.command("echo", 7, Integer.class));
            }
            calls.forEach(call -> assertEquals(7, Eventually.get(call)));
            server.send(FrameText.event("x", "1"));
            Eventually.holds("the last one heard it", () -> heard.get() == 1);
            Eventually.holds("few threads when idle", () -> Threads.ofClients().size() < MAX_THREADS);
            calls.clear();
            connecting.clear();
            System.out.println("1000 clients and their server's sessions, in one JVM: "
                    + (usedMemory() - before) / CLIENTS + " bytes each");
        } finally {
            clients.forEach(client -> new Thread(client::close).start());
            server.close();
        }
        Threads.assertNoneLeft();
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aThousandReconnectsLeaveNothingBehind() {
        ScriptedServer server = new ScriptedServer()
                .echo()
                .reply("mesh/join-room", request -> "{\"success\":true,\"present\":[]}")
                .reply("mesh/subscribe-record", request -> "{\"success\":true,\"record\":1,\"version\":1}");
        ManualTimers timers = new ManualTimers();
        try (MeshClient client = server.builder().build(timers.threads())) {
            client.connectSync();
            client.joinRoomSync("lobby");
            List<String> heard = new CopyOnWriteArrayList<>();
            client.on("x", Integer.class, number -> heard.add("event"));
            client.subscribeRecordSync("r", Integer.class, update -> heard.add("update"));
            AtomicInteger back = new AtomicInteger();
            client.onReconnect(news -> back.incrementAndGet());
            int set = 0;
            for (int i = 1; i <= CLIENTS; i++) {
                String id = "c-" + (i + 1);
                server.close(1001, "restart");
                Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
                timers.advance(((ConnectionState.Reconnecting) client.state()).delay());
                Eventually.holds("back", () -> client.state().equals(new ConnectionState.Online(id)));
                // Remains of the earlier connections are gone.
                timers.advance(Duration.ofSeconds(11));
                if (i == 10) {
                    set = timers.waiting();
                }
            }
            assertEquals(set, timers.waiting(), "timers");
            Eventually.holds("few threads when idle", () -> Threads.ofClients().size() < MAX_THREADS);
            assertEquals(0, client.requestsInFlight());
            Eventually.holds("told each time", () -> back.get() == CLIENTS);
            assertEquals(CLIENTS + 1, server.connections());
            server.send(FrameText.event("x", "1"));
            server.send(FrameText.event("mesh/record-update", "{\"recordId\":\"r\",\"full\":2,\"version\":2}"));
            client.on("last", Integer.class, number -> heard.add("last"));
            server.send(FrameText.event("last", "1"));
            Eventually.equal("heard once each", List.of("event", "update", "last"), () -> heard);
        } finally {
            server.close();
        }
        Threads.assertNoneLeft();
    }
}
