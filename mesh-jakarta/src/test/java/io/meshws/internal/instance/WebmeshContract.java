package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.failure;
import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** webmesh's tests, translated; see {@code docs/coming-from-webmesh.md} for those that have no meaning here. */
abstract class WebmeshContract extends MeshSetting {
    private final List<PipeProcess> processes = new ArrayList<>();

    @BeforeEach
    void allow() {
        for (TestInstance instance : List.of(here, there)) {
            instance.mesh.names().allow(Pattern.compile(".*"), (caller, name) -> true, (caller, name) -> true);
            instance.mesh.pipes().allow(Pattern.compile(".*"), Pattern.compile(".*"));
        }
    }

    @AfterEach
    void end() {
        processes.forEach(PipeProcess::close);
    }

    private PipeProcess node(TestInstance instance, String name) {
        PipeProcess process = new PipeProcess(instance, name);
        processes.add(process);
        return process;
    }

    private static List<Integer> numbers(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<CompletableFuture<Void>> sending(ProcessPipe pipe, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(pipe::send).toList();
    }

    private static void send(ProcessPipe pipe, int first, int last) {
        sending(pipe, first, last).forEach(Eventually::get);
    }

    @Test
    void oneMessageEachWayArrivesWhicheverNameIsTheGreater() {
        for (String[] names : new String[][] {{"a", "b"}, {"d", "c"}}) {
            ProcessPipe one = node(here, names[0]).open(names[1], "test");
            ProcessPipe other = node(there, names[1]).open(names[0], "test");
            get(one.send(1));
            get(other.send(2));
            assertEquals(List.of(1), other.taken);
            assertEquals(List.of(2), one.taken);
        }
    }

    @Test
    void aPipeThatIsClosedAndOpenedAgainWorks() {
        ProcessPipe a = node(here, "a").open("b", "test");
        PipeProcess b = node(there, "b");
        ProcessPipe first = b.open("a", "test");
        get(a.send(1));
        first.close();
        get(a.closed);

        ProcessPipe again = processes.get(0).open("b", "test");
        ProcessPipe second = b.open("a", "test");
        get(again.send(2));
        assertEquals(List.of(2), second.taken);
    }

    @Test
    void theSamePipeGoesOnWhenTheOtherProcessIsAnotherOne() {
        ProcessPipe a = node(here, "a").open("b", "test");
        ProcessPipe b = node(there, "b").open("a", "test");
        get(a.send(1));
        assertEquals(List.of(1), b.taken);
        ProcessPipe other = node(here, "b").open("a", "test");
        get(other.send(2));
        assertEquals(List.of(2), a.taken);
        get(a.send(3));
        assertEquals(List.of(3), other.taken);
    }

    @Test
    void theSamePipeGoesOnWhenBothConnectionsAreOthers() {
        PipeProcess a = node(here, "a");
        PipeProcess b = node(there, "b");
        ProcessPipe one = a.open("b", "test");
        ProcessPipe other = b.open("a", "test");
        get(one.send(1));
        a.disconnect();
        b.disconnect();
        CompletableFuture<Void> meanwhile = one.send(2);
        b.connect(here);
        a.connect(there);
        get(meanwhile);
        get(other.send(1));

        assertEquals(List.of(1, 2), other.taken);
        assertEquals(List.of(1), one.taken);
    }

    @Test
    void fiftyMessagesAtOnceEachWayArriveInOrder() {
        PipeProcess a = node(here, "a");
        ProcessPipe one = a.open("b", "test");
        List<CompletableFuture<Void>> early = sending(one, 1, 50);
        ProcessPipe other = node(there, "b").open("a", "test");
        send(other, 1, 50);
        early.forEach(Eventually::get);

        assertEquals(numbers(50), one.taken);
        assertEquals(numbers(50), other.taken);
    }

    @Test
    void oneEndIsOpenedAndClosedThreeTimesWhileTheOtherAccepts() {
        PipeProcess a = node(here, "a");
        PipeProcess b = node(there, "b");
        for (int i = 1; i <= 3; i++) {
            ProcessPipe pipe = a.open("b", "test");
            get(pipe.send(i));
            ProcessPipe accepted = b.open("a", "test");
            assertEquals(List.of(i), accepted.taken);
            pipe.close();
            get(accepted.closed);
        }
    }

    @Test
    void bothSendFirstAndConnectLater() {
        PipeProcess a = node(here, "a");
        PipeProcess b = node(there, "b");
        a.disconnect();
        b.disconnect();
        ProcessPipe one = a.open("b", "test");
        ProcessPipe other = b.open("a", "test");
        CompletableFuture<Void> first = one.send(1);
        CompletableFuture<Void> second = other.send(2);
        assertFalse(first.isDone() || second.isDone());
        a.connect(here);
        b.connect(there);
        get(first);
        get(second);

        assertEquals(List.of(1), other.taken);
        assertEquals(List.of(2), one.taken);
    }

    @Test
    void oneMessageGoesTheOneWayAndThreeInOrderTheOther() {
        ProcessPipe a = node(here, "a").open("c", "test");
        ProcessPipe c = node(there, "c").open("a", "test");
        get(a.send(1));
        send(c, 1, 3);

        assertEquals(List.of(1), c.taken);
        assertEquals(numbers(3), a.taken);
    }

    @Test
    void tenMessagesAtOnceEachWayArriveAcrossInstances() {
        ProcessPipe a = node(here, "a").open("c", "test");
        ProcessPipe c = node(there, "c").open("a", "test");
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        numbers(10).forEach(i -> {
            sent.add(a.send(i));
            sent.add(c.send(i));
        });
        sent.forEach(Eventually::get);

        assertEquals(numbers(10), c.taken);
        assertEquals(numbers(10), a.taken);
    }

    @Test
    void messagesArriveThoughNoneIsAcknowledgedYet() {
        ProcessPipe a = node(here, "a").open("b", "test");
        ProcessPipe b = node(there, "b").open("a", "test");
        get(a.send(1));
        b.reads(false);
        List<CompletableFuture<Void>> sent = sending(a, 2, 6);
        Eventually.holds("arrived", () -> b.arrived.containsAll(numbers(6)));
        assertTrue(sent.stream().noneMatch(CompletableFuture::isDone));
        b.reads(true);
        sent.forEach(Eventually::get);
        assertEquals(numbers(6), b.taken);
    }

    @Test
    void withoutAnybodyThereTheSenderWaits() {
        PipeProcess a = node(here, "a");
        ProcessPipe pipe = a.open("nobody", "test");
        CompletableFuture<Void> sent = pipe.send(1);
        IntStream.range(0, 100).forEach(i -> a.second());
        assertFalse(sent.isDone());
        pipe.close();
        assertEquals("closed", failure(sent).getMessage());
    }

    @Test
    void aSecondHolderOfANameIsRefused() {
        node(here, "a");
        TestClient second = there.connect();
        assertEquals(
                "ENAMETAKEN",
                code(second.call("mesh/take-name", "{\"name\":\"a\",\"incarnation\":\"another process\"}")));
    }

    @Test
    void theTakerOfANameSeesThePipesThatWereOpenedToItBefore() {
        ProcessPipe a = node(here, "a").open("b", "test");
        ProcessPipe beside = processes.get(0).open("b", "another");
        CompletableFuture<Void> early = a.send(1);
        PipeProcess b = node(there, "b");
        get(early);
        get(beside.send(2));

        assertEquals(List.of("a/another", "a/test"), b.wanted.stream().sorted().toList());
        assertEquals(List.of(1), b.open("a", "test").taken);
    }

    @Test
    void anAcceptedPipeOutlivesItsConnection() {
        ProcessPipe a = node(here, "a").open("b", "test");
        PipeProcess b = node(there, "b");
        get(a.send(1));
        b.disconnect();
        CompletableFuture<Void> meanwhile = a.send(2);
        b.connect(here);
        get(meanwhile);

        assertEquals(List.of(1, 2), b.open("a", "test").taken);
    }

    @Test
    void aBroadcastReachesTheOthers() {
        here.mesh.channels().exposePublish("news", Guard.ANYONE);
        there.mesh.channels().expose("news", Guard.ANYONE, 0);
        TestClient other = there.connect();
        other.call("mesh/subscribe-channel", "{\"channel\":\"news\"}");
        TestClient publisher = here.connect();
        publisher.call("mesh/publish-channel", "{\"channel\":\"news\",\"message\":\"hello\"}");

        assertEquals(
                "hello",
                ((JsonString) other.event("mesh/subscription-message")
                                .asJsonObject()
                                .get("message"))
                        .getString());
        assertEquals(List.of(), publisher.events("mesh/subscription-message"));
    }

    @Test
    void tenThousandMessagesOverTwentyReconnectionsArriveOnceAndInOrder() {
        int all = 10_000;
        int reconnections = 20;
        PipeProcess a = node(here, "a");
        PipeProcess b = node(there, "b");
        ProcessPipe one = a.open("b", "test");
        ProcessPipe other = b.open("a", "test");
        List<CompletableFuture<Void>> sent = sending(one, 1, all);
        for (int i = 0; i < reconnections; i++) {
            PipeProcess cut = i % 2 == 0 ? a : b;
            int soFar = i * all / reconnections;
            TestInstance next = i % 4 < 2 ? there : here;
            eventually(a, b, () -> other.taken.size() >= soFar);
            cut.disconnect();
            cut.connect(next);
        }
        eventually(a, b, () -> sent.stream().allMatch(CompletableFuture::isDone));

        sent.forEach(Eventually::get);
        assertEquals(numbers(all), other.taken);
    }

    /** Time passes for the ends, since frames may get lost with a connection. */
    private static void eventually(PipeProcess one, PipeProcess other, BooleanSupplier condition) {
        Eventually.holds(() -> {
            one.second();
            other.second();
            return condition.getAsBoolean();
        });
    }
}
