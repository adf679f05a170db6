package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventsTest {
    private final ScriptedServer server = new ScriptedServer().echo();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private MeshClient client;

    @BeforeEach
    void connect() {
        client = server.connected();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Object next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void eventsArriveInOrderAcrossNames() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        client.on("a", Integer.class, seen::add);
        client.on("b", Integer.class, seen::add);
        for (int i = 0; i < 1000; i++) {
            server.send(FrameText.event(i % 3 == 0 ? "a" : "b", Integer.toString(i)));
        }
        Eventually.holds("all events", () -> seen.size() == 1000);
        assertEquals(IntStream.range(0, 1000).boxed().toList(), seen);
    }

    @Test
    void aListenerMayWaitForReplies() throws Exception {
        client.on("ask", Integer.class, n -> {
            heard.add(client.commandSync("echo", n + 1, Integer.class));
            heard.add(client.command("echo", n + 2, Integer.class).join());
        });
        server.send(FrameText.event("ask", "1"));
        assertEquals(2, next());
        assertEquals(3, next());
    }

    @Test
    void aBlockedListenerHoldsUpNeitherRepliesNorPongs() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        client.on("block", Integer.class, n -> {
            try {
                heard.add(release.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                heard.add(e);
            }
        });
        server.send(FrameText.event("block", "1"));
        server.send(FrameText.event("ping", "{}"));
        assertEquals("pong", server.next().command());
        assertEquals(5, client.commandSync("echo", 5, Integer.class));
        release.countDown();
        assertEquals(true, next());
    }

    @Test
    void aClosedSubscriptionHearsNothing() throws Exception {
        Subscription first = client.on("x", Integer.class, heard::add);
        client.on("y", Integer.class, heard::add);
        first.close();
        first.close();
        server.send(FrameText.event("x", "1"));
        server.send(FrameText.event("y", "2"));
        assertEquals(2, next());
    }

    @Test
    void aListenerThatFailsHarmsNoOther() throws Exception {
        client.on("x", Integer.class, n -> {
            throw new IllegalStateException("meant to fail");
        });
        client.on("x", Integer.class, heard::add);
        server.send(FrameText.event("x", "1"));
        assertEquals(1, next());
    }

    @Test
    void aPayloadThatDoesNotFitIsSkipped() throws Exception {
        client.on("x", Integer.class, heard::add);
        client.on("x", JsonValue.class, json -> heard.add(json.toString()));
        server.send(FrameText.event("x", "1.5"));
        assertEquals("1.5", next());
        server.send(FrameText.event("x", "2"));
        assertEquals(2, next());
    }

    @Test
    void rawListenersGetThePayloadAsItCame() throws Exception {
        client.on("x", json -> heard.add(json.toString()));
        server.send("{\"command\":\"x\",\"payload\":{\"a\":[1,null]}}");
        server.send("{\"command\":\"x\"}");
        assertEquals("{\"a\":[1,null]}", next());
        assertEquals("null", next());
    }

    @Test
    void latencyReachesListeners() throws Exception {
        client.on("latency", Double.class, heard::add);
        server.send(FrameText.event("latency", "12.5"));
        assertEquals(12.5, next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping=pong", "latency:request=latency:response"})
    void probesAreAnsweredWithAnIdAndAnEmptyObject(String probe) throws Exception {
        String[] names = probe.split("=");
        server.send(FrameText.event(names[0], "{}"));
        Frame.ClientCall answer = assertInstanceOf(Frame.ClientCall.class, server.next());
        assertEquals(names[1], answer.command());
        assertEquals("{}", answer.payload().toString());
        assertTrue(answer.id() > 0);
    }

    @Test
    void readableFramesThatNobodyExpectsAreIgnored() throws Exception {
        client.on("x", Integer.class, heard::add);
        for (String text : List.of(
                "{\"command\":\"mesh/assign-id\",\"payload\":5}",
                "{\"command\":\"mesh/assign-id\",\"payload\":\"another\"}",
                "{\"command\":\"nobody listens\"}",
                "{\"id\":12345,\"command\":\"x\",\"payload\":1}")) {
            server.send(text);
        }
        server.send(FrameText.event("x", "1"));
        assertEquals(1, next());
        assertEquals(ScriptedServer.CONNECTION_ID, client.connectionId());
        assertTrue(client.isConnected());
    }

    @Test
    void anEventIsSentWithoutAnId() throws Exception {
        client.send("move", List.of(1, 2));
        Frame.Event event = assertInstanceOf(Frame.Event.class, server.next());
        assertEquals("move", event.command());
        assertEquals("[1,2]", event.payload().toString());
    }
}
