package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.Pipe;
import io.meshws.it.Browser.Tab;
import io.meshws.testing.Cable;
import io.meshws.testing.Eventually;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Pipes between Java clients and pages, on two instances. The test that kills one comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipesIT extends InstancesSetting {
    private static final int LAST = 2;
    private static final int FIGURE = 20_000;

    private final String run = UUID.randomUUID().toString();
    private final String phoneName = "phone-" + run;
    private final String deskName = "desk-" + run;

    private MeshClient client(URI uri, String name) {
        MeshClient client = MeshClient.builder(uri).reconnect(OFTEN).build();
        opened.add(client);
        client.connectSync();
        client.takeNameSync(name);
        return client;
    }

    private Cable cable(URI uri) {
        Cable cable = new Cable(uri);
        opened.add(cable);
        return cable;
    }

    /** A desk that keeps its messages. */
    private List<Integer> desk(URI uri) {
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        client(uri, deskName).onPipe(Pattern.compile("numbers"), Integer.class, pipe -> pipe.messages()
                .subscribe(new Taking<>(taken::add)));
        return taken;
    }

    private void acceptBytes(URI uri, Consumer<byte[]> taker) {
        client(uri, deskName + "-bytes").onPipe(Pattern.compile("bytes"), byte[].class, pipe -> pipe.messages()
                .subscribe(new Taking<>(taker)));
    }

    private Pipe<Integer> phone(URI uri) {
        return client(uri, phoneName).openPipeSync(phoneName, deskName, "numbers", Integer.class);
    }

    private static URI one() {
        return one.uri("/mesh");
    }

    private static URI two() {
        return two.uri("/mesh");
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<CompletableFuture<Void>> send(Pipe<?> pipe, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(pipe::send).toList();
    }

    @Test
    @Order(1)
    void messagesArriveOnTheOtherInstance() {
        List<Integer> taken = desk(two());
        Pipe<Integer> pipe = phone(one());
        Eventually.get(pipe.opened());
        assertTrue(pipe.isOpen());
        send(pipe, 1, 3).forEach(Eventually::get);
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
        sent.forEach(Eventually::get);
        assertEquals(numbers(10_000), taken);
    }

    @Test
    @Order(1)
    void roundTripsOf300MillisecondsRepeatNothingAndNoMessageWaitsForTheOneBefore() {
        Cable slow = cable(one());
        List<Integer> taken = desk(two());
        Pipe<Integer> pipe = phone(slow.uri());
        Eventually.get(pipe.opened());
        long before = slow.toServer().bytes();
        send(pipe, 1, 300).forEach(Eventually::get);
        long quick = slow.toServer().bytes() - before;
        slow.delay(Duration.ofMillis(150));
        assertTimeout(Duration.ofSeconds(45), () -> send(pipe, 301, 600).forEach(Eventually::get));
        assertEquals(numbers(600), taken);
        assertTrue(slow.toServer().bytes() - before < quick * 5 / 2, "messages were repeated");
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
        sent.forEach(Eventually::get);
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
    void pipesAreOpenedOnlyIfTheyAreAllowed() {
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
        MeshClientException failure = assertThrows(MeshClientException.class, () -> pipe.sendSync("no number"));
        assertEquals("EPAYLOAD", failure.code());
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
        Eventually.get(pipe.opened());
        begun = System.nanoTime();
        send(pipe, 1, FIGURE).forEach(Eventually::get);
        long piped = System.nanoTime() - begun;
        assertEquals(numbers(FIGURE), taken);
        System.out.printf(
                "pipe on %s: %d messages/s acknowledged, %d events/s there and back: %.2f%n",
                ServerKind.current(),
                FIGURE * 1_000_000_000L / piped,
                FIGURE * 1_000_000_000L / plain,
                (double) plain / piped);
    }

    private Browser browser() {
        Browser browser = Browser.start();
        opened.add(browser);
        return browser;
    }

    private static Tab tab(Browser browser, String name, URI... addresses) {
        URI address = one.uri("/" + Wars.READY);
        Tab tab = browser.open(URI.create("http://" + address.getAuthority() + address.getPath()), "/pipes.js");
        tab.run("connect", Stream.of(addresses).map(URI::toString).toList(), name);
        return tab;
    }

    @Test
    @Order(1)
    void pagesAndJavaClientsSendEachOtherJsonAndBytes() {
        Browser browser = browser();
        List<Integer> taken = desk(two());
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        acceptBytes(two(), piece -> lengths.add(piece.length));
        Tab page = tab(browser, phoneName, one());
        page.run("open", phoneName, deskName, "numbers");
        page.run("send", 2000);
        assertEquals(2000L, page.run("awaitSent"));
        assertEquals(numbers(2000), taken);
        page.run("open", phoneName, deskName + "-bytes", "bytes");
        assertEquals(200_000L, page.run("sendFile", 200_000));
        assertEquals(List.of(65536, 65536, 65536, 200_000 - 3 * 65536), lengths);

        Tab accepting = tab(browser, deskName + "-page", one());
        accepting.run("accept");
        MeshClient sender = client(two(), phoneName + "-bytes");
        Pipe<byte[]> pipe = sender.openPipeSync(phoneName + "-bytes", deskName + "-page", "bytes", byte[].class);
        Eventually.get(pipe.send(new byte[] {1, 2, -1}));
        Eventually.get(pipe.send(ByteBuffer.wrap(new byte[100_000])));
        assertEquals(Map.of("count", 100_003L, "sum", 258L), accepting.run("received", 100_003));
        page.run("close");
        accepting.run("close");
    }

    @Test
    @Order(LAST)
    void anInstanceThatIsKilledUnderLoadLosesNothing() {
        Browser browser = browser();
        Tab pageDesk = tab(browser, deskName + "-page", two(), one());
        pageDesk.run("accept");
        Tab pagePhone = tab(browser, phoneName + "-page", two(), one());
        pagePhone.run("open", phoneName + "-page", deskName + "-page", "numbers");
        Cable atDesk = cable(two());
        List<Integer> taken = desk(atDesk.uri());
        Pipe<Integer> pipe = phone(one());
        List<Integer> pieces = Collections.synchronizedList(new ArrayList<>());
        acceptBytes(atDesk.uri(), piece -> pieces.add(ByteBuffer.wrap(piece).getInt()));
        Pipe<byte[]> bytes = client(one(), phoneName + "-bytes")
                .openPipeSync(phoneName + "-bytes", deskName + "-bytes", "bytes", byte[].class);
        List<CompletableFuture<Void>> sent = new ArrayList<>(send(pipe, 1, 5000));
        numbers(1000)
                .forEach(i -> sent.add(
                        bytes.send(ByteBuffer.allocate(10_000).putInt(i).array())));
        pagePhone.run("send", 5000);
        Eventually.holds("some", PATIENCE, () -> taken.size() > 500);
        pageDesk.run("awaitTaken", 100);
        two.kill();
        atDesk.lead(one());
        sent.forEach(Eventually::get);
        assertEquals(numbers(5000), taken);
        assertEquals(numbers(1000), pieces);
        assertEquals(5000L, pagePhone.run("awaitSent"));
        assertEquals(5000L, pageDesk.run("awaitTaken", 5000));
        assertEquals(true, pageDesk.run("inOrder"));
    }
}
