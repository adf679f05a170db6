package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.Pipe;
import io.meshws.client.ReconnectPolicy;
import io.meshws.it.pipes.Desks;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Pipes between Java clients of two instances. The test that kills one comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipesIT {
    private static final int LAST = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static TwoInstances instances;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final String run = UUID.randomUUID().toString();
    private final String phoneName = "phone-" + run;
    private final String deskName = "desk-" + run;

    @BeforeAll
    static void start() {
        instances = new TwoInstances(Map.of("mesh.instance-lease", "5s"), Desks.class);
    }

    @AfterAll
    static void stop() {
        instances.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private MeshClient client(URI uri, String name) {
        MeshClient client = MeshClient.builder(uri)
                // After many cuts, the default would wait for seconds.
                .reconnect(ReconnectPolicy.DEFAULT.first(Duration.ofMillis(50)).ceiling(Duration.ofMillis(200)))
                .build();
        open.add(client);
        client.connectSync();
        client.takeNameSync(name);
        return client;
    }

    private Cable cable(URI uri) {
        Cable cable = new Cable(uri);
        open.add(cable);
        return cable;
    }

    /** A desk that keeps what it gets. */
    private List<Integer> desk(URI uri) {
        List<Integer> taken = new CopyOnWriteArrayList<>();
        client(uri, deskName).onPipe(Pattern.compile("numbers"), Integer.class, pipe -> pipe.messages()
                .subscribe(new Taking<>(taken::add)));
        return taken;
    }

    private Pipe<Integer> phone(URI uri) {
        return client(uri, phoneName).openPipeSync(phoneName, deskName, "numbers", Integer.class);
    }

    private static URI one() {
        return instances.one().uri("/mesh");
    }

    private static URI two() {
        return instances.two().uri("/mesh");
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static List<CompletableFuture<Void>> send(Pipe<?> pipe, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(pipe::send).toList();
    }

    @Test
    @Order(1)
    void whatIsSentArrivesOnTheOtherInstance() {
        List<Integer> taken = desk(two());
        Pipe<Integer> pipe = phone(one());
        get(pipe.opened());
        assertTrue(pipe.isOpen());
        send(pipe, 1, 3).forEach(PipesIT::get);
        assertEquals(numbers(3), taken);
    }

    @Test
    @Order(1)
    void tenThousandMessagesOverTwentyReconnectionsArriveOnceAndInOrder() {
        Cable atPhone = cable(one());
        Cable atDesk = cable(two());
        List<Integer> taken = desk(atDesk.uri());
        Pipe<Integer> pipe = phone(atPhone.uri());
        List<CompletableFuture<Void>> sent = send(pipe, 1, 10_000);
        for (int i = 1; i <= 20; i++) {
            int soFar = i * 450;
            Eventually.holds("message " + soFar, PATIENCE, () -> taken.size() >= soFar);
            (i % 2 == 0 ? atDesk : atPhone).cut();
        }
        sent.forEach(PipesIT::get);
        assertEquals(numbers(10_000), taken);
    }

    @Test
    @Order(1)
    void aRoundTripOf300MillisecondsRepeatsNothing() {
        Cable slow = cable(one());
        List<Integer> taken = desk(two());
        Pipe<Integer> pipe = phone(slow.uri());
        get(pipe.opened());
        slow.delay(Duration.ofMillis(150));
        send(pipe, 1, 300).forEach(PipesIT::get);
        assertEquals(numbers(300), taken);
    }

    @Test
    @Order(1)
    void aReaderThatStopsSlowsItsSenderAlone() {
        CountDownLatch stopped = new CountDownLatch(1);
        List<Integer> taken = new CopyOnWriteArrayList<>();
        MeshClient desk = client(two(), deskName);
        desk.onPipe(Pattern.compile("numbers"), Integer.class, pipe -> pipe.messages()
                .subscribe(new Taking<>(number -> {
                    taken.add(number);
                    await(stopped);
                })));
        Pipe<Integer> pipe = phone(one());
        List<CompletableFuture<Void>> sent = send(pipe, 1, 1000);
        Eventually.holds("the first", PATIENCE, () -> !taken.isEmpty());

        List<Integer> returned = new CopyOnWriteArrayList<>();
        desk.on("returned", Integer.class, returned::add);
        numbers(50).forEach(i -> desk.commandSync("return", i, Void.class));
        Eventually.equal("other events", PATIENCE, numbers(50), () -> returned);
        assertEquals(List.of(1), taken);
        assertFalse(sent.get(0).isDone());
        stopped.countDown();
        sent.forEach(PipesIT::get);
        assertEquals(numbers(1000), taken);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Order(1)
    void onlyWhatIsAllowedIsOpened() {
        MeshClient phone = client(one(), phoneName);
        MeshClient desk = client(two(), deskName);
        MeshClientException notAllowed = assertThrows(
                MeshClientException.class, () -> desk.openPipeSync(deskName, "desk-other", "numbers", Integer.class));
        assertEquals("EFORBIDDEN", notAllowed.code());
        MeshClientException foreign = assertThrows(
                MeshClientException.class, () -> desk.openPipeSync(phoneName, "desk-other", "numbers", Integer.class));
        assertEquals("EFORBIDDEN", foreign.code());
        phone.openPipeSync(phoneName, deskName, "numbers", Integer.class).close();
    }

    @Test
    @Order(1)
    void theReceiverThatFailsTellsTheSender() {
        client(two(), deskName).onPipe(Pattern.compile(".*"), Integer.class, pipe -> pipe.messages()
                .subscribe(new Taking<>(number -> {})));
        Pipe<String> pipe = client(one(), phoneName).openPipeSync(phoneName, deskName, "text", String.class);
        ExecutionException failure = assertThrows(
                ExecutionException.class, () -> pipe.send("no number").get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals("EPAYLOAD", ((MeshClientException) failure.getCause()).code());
        assertFalse(pipe.isOpen());
    }

    @Test
    @Order(1)
    void thePipeIsAboutAsFastAsEvents() {
        MeshClient events = client(one(), "phone-events-" + run);
        CountDownLatch returned = new CountDownLatch(FIGURE);
        events.on("returned", Integer.class, number -> returned.countDown());
        long begun = System.nanoTime();
        numbers(FIGURE).forEach(i -> events.send("return", i));
        await(returned);
        long plain = System.nanoTime() - begun;

        List<Integer> taken = desk(one());
        Pipe<Integer> pipe = phone(one());
        get(pipe.opened());
        begun = System.nanoTime();
        send(pipe, 1, FIGURE).forEach(PipesIT::get);
        long piped = System.nanoTime() - begun;
        assertEquals(numbers(FIGURE), taken);
        System.out.printf(
                "pipe on %s: %d messages/s acknowledged, %d events/s there and back%n",
                ServerKind.current(), FIGURE * 1_000_000_000L / piped, FIGURE * 1_000_000_000L / plain);
    }

    private static final int FIGURE = 20_000;

    @Test
    @Order(LAST)
    void anInstanceThatIsKilledUnderLoadLosesNothing() {
        Cable atDesk = cable(two());
        List<Integer> taken = desk(atDesk.uri());
        Pipe<Integer> pipe = phone(one());
        List<CompletableFuture<Void>> sent = send(pipe, 1, 5000);
        Eventually.holds("some", PATIENCE, () -> taken.size() > 500);
        instances.two().kill();
        atDesk.lead(one());
        sent.forEach(PipesIT::get);
        assertEquals(numbers(5000), taken);
    }
}
