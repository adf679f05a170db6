package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Frame;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonValue;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsTest {
    private final ScriptedServer server = new ScriptedServer();
    private MeshClient client;

    public record Point(int x, int y) {}

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void resultsBindToTheTypeThatWasAskedFor() throws Exception {
        client = server.echo().connected();

        assertEquals("Grüße \"x\"", client.commandSync("echo", "Grüße \"x\"", String.class));
        assertEquals(new Point(1, -2), client.commandSync("echo", new Point(1, -2), Point.class));
        assertEquals(7, client.commandSync("echo", 7, int.class));
        assertEquals(JsonValue.TRUE, client.commandSync("echo", true, JsonValue.class));
        assertNull(client.commandSync("echo", null, String.class));
        assertNull(client.commandSync("echo", Json.string("ignored"), Void.class));

        Type points = getClass().getDeclaredField("POINTS").getGenericType();
        List<Point> sent = List.of(new Point(1, 1), new Point(2, 2));
        assertEquals(sent, client.commandSync("echo", sent, points, Duration.ofSeconds(10)));
        assertEquals(sent, Eventually.get(client.<List<Point>>command("echo", sent, points)));
    }

    @SuppressWarnings("unused")
    private static final List<Point> POINTS = List.of();

    @Test
    void idsArePositiveAndUnique() throws Exception {
        client = server.echo().connected();
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 10; i++) {
            client.commandSync("echo", i, Integer.class);
            Frame.ClientCall call = assertInstanceOf(Frame.ClientCall.class, server.next());
            assertTrue(call.id() > 0 && ids.add(call.id()));
        }
    }

    @Test
    void fiftyThreadsShareOneConnection() throws Exception {
        client = server.echo().connected();
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int t = 0; t < 50; t++) {
                int base = t * 1000;
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        assertEquals(base + i, client.commandSync("echo", base + i, Integer.class));
                        int value = base + 500 + i;
                        assertEquals(value, Eventually.get(client.command("echo", value, Integer.class)));
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(45, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, client.requestsInFlight());
    }

    @Test
    void repliesFindTheirRequestInAnyOrder() {
        List<Frame.ClientCall> held = new ArrayList<>();
        client = server.onCall((s, call) -> {
                    held.add(call);
                    if (held.size() == 3) {
                        for (int i = 2; i >= 0; i--) {
                            s.reply(held.get(i), held.get(i).payload().toString());
                        }
                    }
                })
                .connected();

        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            futures.add(client.command("hold", i, Integer.class));
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(i, Eventually.get(futures.get(i)));
        }
    }

    @Test
    void aServersErrorKeepsCodeNameAndReference() {
        client = server.onCall((s, call) -> s.reply(
                        call,
                        "{\"error\":\"No such\",\"code\":\"ENOTFOUND\",\"name\":\"CommandError\",\"ref\":\"r7\"}"))
                .connected();

        MeshClientException e =
                assertThrows(MeshClientException.class, () -> client.commandSync("x", null, String.class));
        assertEquals("No such", e.getMessage());
        assertEquals("ENOTFOUND", e.code());
        assertEquals("CommandError", e.name());
        assertEquals("r7", e.reference());
        assertTrue(List.of(e.getStackTrace()).toString().contains("RequestsTest"), "the stack trace shows who asked");
        assertEquals(
                "ENOTFOUND",
                ClientFailure.of(client.command("x", null, String.class)).code());
    }

    @Test
    void anObjectThatOnlyLooksLikeAnErrorIsAResult() {
        client = server.onCall((s, call) -> s.reply(call, "{\"error\":\"none\",\"code\":5}"))
                .connected();
        assertEquals(
                "{\"error\":\"none\",\"code\":5}",
                client.commandSync("x", null, JsonValue.class).toString());
    }

    @Test
    void aResultThatDoesNotBindIsAnErrorThatNamesThePlace() {
        client =
                server.onCall((s, call) -> s.reply(call, "{\"x\":1.5,\"y\":2}")).connected();

        MeshClientException e = assertThrows(MeshClientException.class, () -> client.commandSync("p", 1, Point.class));
        assertEquals("EPAYLOAD", e.code());
        assertTrue(e.getMessage().contains("payload.x"), e.getMessage());
        assertEquals(
                "EPAYLOAD",
                ClientFailure.of(client.command("p", 1, Point.class)).code());
    }

    @Test
    void aPayloadThatCannotBeWrittenIsNotSent() {
        client = server.echo().connected();
        List<Object> self = new ArrayList<>();
        self.add(self);

        assertEquals(
                "EPAYLOAD",
                assertThrows(MeshClientException.class, () -> client.commandSync("echo", self, String.class))
                        .code());
        assertEquals(
                "EPAYLOAD",
                ClientFailure.of(client.command("echo", self, String.class)).code());
        assertEquals(
                "EPAYLOAD",
                assertThrows(MeshClientException.class, () -> client.send("x", self))
                        .code());
        assertEquals(0, client.requestsInFlight());
    }

    @Test
    void withoutAReplyARequestTimesOutAndALateReplyIsIgnored() throws Exception {
        client = server.connected();

        MeshClientException e = assertThrows(
                MeshClientException.class, () -> client.commandSync("slow", 1, String.class, Duration.ofMillis(30)));
        assertEquals("ETIMEOUT", e.code());
        assertEquals("TimeoutError", e.name());
        assertEquals(
                "ETIMEOUT",
                ClientFailure.of(client.command("slow", 2, String.class, Duration.ofMillis(30)))
                        .code());
        assertEquals(0, client.requestsInFlight());

        Frame.ClientCall first = (Frame.ClientCall) server.next();
        Frame.ClientCall second = (Frame.ClientCall) server.next();
        server.onCall((s, call) -> {
            s.reply(first, "\"late\"");
            s.reply(second, "\"late\"");
            s.reply(call, "\"in time\"");
        });
        assertEquals("in time", client.commandSync("slow", 3, String.class));
    }

    @Test
    void anInterruptEndsTheWait() {
        client = server.connected();
        Thread.currentThread().interrupt();
        MeshClientException e =
                assertThrows(MeshClientException.class, () -> client.commandSync("slow", 1, String.class));
        assertTrue(Thread.interrupted());
        assertEquals("ETIMEOUT", e.code());
        assertEquals(0, client.requestsInFlight());
    }

    @Test
    void theBuildersTimeOutHoldsForRequestsWithoutTheirOwn() {
        client = MeshClient.builder(server.uri())
                .requestTimeout(Duration.ofMillis(30))
                .build();
        client.connectSync();
        CompletableFuture<String> call = client.command("slow", 2, String.class);
        assertEquals("ETIMEOUT", ClientFailure.of(call).code());
    }

    @Test
    void aCancelledFutureForgetsItsRequest() {
        client = server.connected();
        CompletableFuture<String> future = client.command("slow", 1, String.class);
        assertEquals(1, client.requestsInFlight());
        future.cancel(true);
        assertEquals(0, client.requestsInFlight());
    }

    @Test
    void aCallbackMayWaitForFurtherRequests() {
        client = server.echo().connected();
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(client.command("echo", i, Integer.class)
                    .thenApply(n -> client.command("echo", n + 1, Integer.class).join())
                    .thenApply(n -> client.commandSync("echo", n + 1, Integer.class)));
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(i + 2, Eventually.get(all.get(i)));
        }
    }

    @Test
    void aBlockedCallbackHoldsUpNoReply() throws Exception {
        client = server.onCall((s, call) -> {
                    if (call.command().equals("echo")) {
                        s.reply(call, call.payload().toString());
                    }
                })
                .connected();
        CountDownLatch release = new CountDownLatch(1);
        // Answered once the callback is there, which else runs on this thread.
        CompletableFuture<Boolean> blocked = client.command("held", 1, Integer.class)
                .thenApply(n -> {
                    try {
                        return release.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                });
        server.reply((Frame.ClientCall) server.next(), "1");
        assertEquals(2, client.commandSync("echo", 2, Integer.class));
        assertEquals(3, Eventually.get(client.command("echo", 3, Integer.class)));
        release.countDown();
        assertTrue(Eventually.get(blocked));
    }

    @Test
    void eventsAndRequestsOfOneThreadAreSentInOrder() throws Exception {
        client = server.connected();
        for (int i = 0; i < 500; i += 2) {
            client.send("tick", i);
            client.command("tock", i + 1, Integer.class);
        }
        for (int i = 0; i < 500; i++) {
            assertEquals(Integer.toString(i), server.next().payload().toString());
        }
    }

    @Test
    void aLargeMessageGoesBothWays() {
        client = server.onCall((s, call) -> s.reply(call, call.payload().toString()))
                .connected();
        String text = "ä".repeat(1_000_000);
        assertEquals(text, client.commandSync("echo", text, String.class));
    }

    @Test
    void aNameMustHaveALength() {
        client = server.connected();
        assertThrows(IllegalArgumentException.class, () -> client.command("", null, String.class));
        assertThrows(IllegalArgumentException.class, () -> client.send("x".repeat(257), null));
    }
}
