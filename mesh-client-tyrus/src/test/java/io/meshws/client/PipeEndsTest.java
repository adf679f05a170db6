package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.ErrorCode;
import io.meshws.protocol.pipe.PipeEnd;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The waits and the ends of pipes. */
@Timeout(60)
class PipeEndsTest extends PipeScript {
    /** Timers of pipes are set for as long at least, and those of the socket are not. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Pipe<String> open() {
        server.reply("mesh/open-pipe", request -> "{\"success\":true}")
                .reply("mesh/close-pipe", request -> "{\"success\":true}");
        connect(builder -> builder.pingTimeout(Duration.ZERO));
        assertEquals(0, timers.waiting(SECOND));
        return client.openPipeSync("ada", "bob", "p", String.class);
    }

    private Pipe<String> opened() throws Exception {
        Pipe<String> pipe = open();
        server.nextCall("mesh/open-pipe");
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        Eventually.get(pipe.opened());
        return pipe;
    }

    @Test
    void theLastMessageIsAskedForIfNothingIsHeardOfIt() throws Exception {
        Pipe<String> pipe = opened();
        pipe.send("hello");
        next("mesh/pipe");
        timers.advance(PipeEnd.PATIENCE.multipliedBy(2));
        assertEquals("{\"id\":\"i\",\"n\":1}", next("mesh/pipe"));
    }

    @Test
    void aPipeThatWaitsForNothingSetsNoTimer() throws Exception {
        Pipe<String> pipe = opened();
        CompletableFuture<Void> sent = pipe.send("hello");
        next("mesh/pipe");
        says("mesh/pipe-ack", "\"id\":\"i\",\"n\":1");
        Eventually.get(sent);
        assertEquals(1, timers.waiting(SECOND));
        timers.advance(PipeEnd.PATIENCE);
        assertEquals(0, timers.waiting(SECOND));

        timers.advance(Duration.ofHours(1));
        pipe.send("again");
        next("mesh/pipe");
        timers.advance(PipeEnd.PATIENCE.minusMillis(1));
        client.send("marker", 1);
        next("marker");
        timers.advance(Duration.ofMillis(1));
        assertEquals("{\"id\":\"i\",\"n\":2}", next("mesh/pipe"));
    }

    @Test
    void anEndThatTheOtherOneLeftAsksForItLessAndLessOften() throws Exception {
        Pipe<String> pipe = opened();
        says("mesh/pipe-state", ADDRESS + ",\"id\":\"i\",\"state\":\"away\"");
        Eventually.holds("away", () -> !pipe.isOpen());
        // From then on, not from when it opened.
        timers.advance(PipeEnd.PATIENCE);
        for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
            timers.advance(Duration.ofSeconds(seconds).minusMillis(1));
            client.send("marker", 1);
            next("marker");
            timers.advance(Duration.ofMillis(1));
            server.nextCall("mesh/open-pipe");
        }
    }

    @Test
    void aSubscriberOfAPipeThatIsOverIsToldOfItsSubscriptionFirst() throws Exception {
        Pipe<String> pipe = opened();
        List<String> told = new CopyOnWriteArrayList<>();
        pipe.messages().subscribe(new Telling(told, "first") {
            @Override
            public void onNext(String message) {
                subscription.cancel();
                pipe.close();
                pipe.messages().subscribe(new Telling(told, "second"));
            }
        });
        says("mesh/pipe", "\"id\":\"i\",\"n\":1,\"data\":\"hello\"");
        Eventually.equal("told", List.of("first begins", "second begins", "second ends"), () -> told);
    }

    private static class Telling implements Flow.Subscriber<String> {
        private final List<String> told;
        private final String name;
        Flow.Subscription subscription;

        Telling(List<String> told, String name) {
            this.told = told;
            this.name = name;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            told.add(name + " begins");
            begun.request(1);
        }

        @Override
        public void onNext(String message) {
            told.add(name + " hears " + message);
        }

        @Override
        public void onError(Throwable failure) {
            told.add(name + " fails");
        }

        @Override
        public void onComplete() {
            told.add(name + " ends");
        }
    }

    @Test
    void aClosedPipeLeavesNoTimer() throws Exception {
        Pipe<String> pipe = opened();
        pipe.send("hello");
        next("mesh/pipe");
        pipe.close();
        server.nextCall("mesh/close-pipe");
        Eventually.equal("timers", 0L, () -> timers.waiting(SECOND));

        client.openPipeSync("ada", "bob", "p", String.class);
        assertThrows(IllegalStateException.class, () -> client.openPipe("ada", "bob", "p", String.class));
        Eventually.equal("timers", 1L, () -> timers.waiting(SECOND));
        client.close();
        Eventually.equal("timers of the connection", 1L, () -> timers.waiting(SECOND));
    }

    @Test
    void anErrorThatAnEndClosesWithReachesBoth() throws Exception {
        Pipe<String> pipe = opened();
        CompletableFuture<Void> sent = pipe.send("hello");
        Collecting<String> reader = Collecting.all(pipe.messages());
        MeshClientException full = new MeshClientException("FULL", "PrinterError", "No paper");
        pipe.close(full);
        assertEquals(
                "{\"error\":\"No paper\",\"code\":\"FULL\",\"name\":\"PrinterError\"}",
                server.nextCall("mesh/close-pipe")
                        .payload()
                        .asJsonObject()
                        .getJsonObject("error")
                        .toString());
        assertEquals("FULL", ClientFailure.of(sent).code());
        assertEquals("FULL", ClientFailure.of(reader.end).code());
        assertEquals("FULL", ClientFailure.of(pipe.send("more")).code());
        pipe.close(new MeshClientException(ErrorCode.EBUSY, "late"));
        pipe.close();
        assertEquals("FULL", ClientFailure.of(pipe.send("more")).code());
        assertThrows(NullPointerException.class, () -> pipe.close(null));
    }

    @Test
    void sendingMayWaitUntilTheOtherEndTookIt() throws Exception {
        Pipe<String> pipe = opened();
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> pipe.sendSync("hello"));
        assertEquals("{\"id\":\"i\",\"n\":1,\"alone\":true,\"data\":\"hello\"}", next("mesh/pipe"));
        assertFalse(taken.isDone());
        says("mesh/pipe-ack", "\"id\":\"i\",\"n\":1");
        Eventually.get(taken);
        pipe.close();
        MeshClientException gone = assertThrows(MeshClientException.class, () -> pipe.sendSync("late"));
        assertEquals("EGONE", gone.code());
    }
}
