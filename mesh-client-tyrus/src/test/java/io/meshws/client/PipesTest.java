package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.ErrorCode;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipes as applications see them; numbers are up to the protocol's {@code PipeEnd}. */
@Timeout(60)
class PipesTest extends PipeScript {

    @BeforeEach
    void connect() {
        server.reply("mesh/take-name", request -> "{\"success\":true,\"name\":\"ada\",\"since\":1}")
                .reply("mesh/open-pipe", request -> "{\"success\":true}")
                .reply("mesh/close-pipe", request -> "{\"success\":true}");
        connect(builder -> {});
        client.takeNameSync("ada");
    }

    private Pipe<String> open() {
        return client.openPipeSync("ada", "bob", "p", String.class);
    }

    private Pipe<String> opened() {
        Pipe<String> pipe = open();
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        Eventually.get(pipe.opened());
        return pipe;
    }

    private void sends(long number, String data) {
        says("mesh/pipe", "\"id\":\"i\",\"n\":" + number + ",\"data\":" + data);
    }

    @Test
    void aPipeIsAskedForAndKnowsWhenBothEndsAreThere() throws Exception {
        Pipe<String> pipe = open();
        JsonObject asked = server.nextCall("mesh/open-pipe").payload().asJsonObject();
        assertEquals(
                "ada bob p 1024",
                asked.getString("name") + " " + asked.getString("to") + " " + asked.getString("pipe") + " "
                        + asked.getInt("window"));
        assertEquals("ada bob p", pipe.self() + " " + pipe.peer() + " " + pipe.name());
        assertFalse(pipe.isOpen() || pipe.opened().isDone());

        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        Eventually.get(pipe.opened());
        assertTrue(pipe.isOpen());
        says("mesh/pipe-state", ADDRESS + ",\"id\":\"i\",\"state\":\"away\"");
        Eventually.holds("away", () -> !pipe.isOpen());
    }

    @Test
    void sendingCompletesWhenTheOtherEndTookTheMessage() throws Exception {
        Pipe<String> pipe = open();
        CompletableFuture<Void> sent = pipe.send(List.of("hello", 7));
        assertFalse(sent.isDone());
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        assertEquals("{\"id\":\"i\",\"n\":1,\"alone\":true,\"data\":[\"hello\",7]}", next("mesh/pipe"));
        says("mesh/pipe-ack", "\"id\":\"i\",\"n\":1");
        Eventually.get(sent);
    }

    @Test
    void messagesComeAsTheyAreRequestedAndAreAcknowledgedThen() throws Exception {
        Pipe<String> pipe = opened();
        Collecting<String> reader = new Collecting<>(0);
        pipe.messages().subscribe(reader);
        sends(1, "\"one\"");
        says("mesh/pipe", "\"id\":\"i\",\"n\":2,\"alone\":true,\"data\":\"two\"");
        Flow.Subscription subscription = Eventually.get(reader.subscription);
        // Everything that came before it was handled.
        client.commandSync("mesh/close-pipe", Map.of(), JsonObject.class);
        assertEquals(List.of(), reader.items);

        subscription.request(1);
        Eventually.equal("taken", List.of("one"), () -> reader.items);
        subscription.request(1);
        assertEquals("{\"id\":\"i\",\"n\":2}", next("mesh/pipe-ack"));
        assertEquals(List.of("one", "two"), reader.items);
    }

    @Test
    void bytesAreFramesOfTheirOwn() throws Exception {
        Pipe<byte[]> pipe = client.openPipeSync("ada", "bob", "p", byte[].class);
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        Eventually.get(pipe.opened());
        pipe.send(new byte[] {1, -1});
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {7, 8, 9}).position(1);
        pipe.send(buffer);
        pipe.send("and text");
        assertEquals("{\"id\":\"i\",\"n\":3,\"data\":\"and text\"}", next("mesh/pipe"));
        assertArrayEquals(new byte[] {1, 'i', 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, -1}, server.nextBinary());
        assertArrayEquals(new byte[] {1, 'i', 0, 0, 0, 0, 0, 0, 0, 0, 2, 8, 9}, server.nextBinary());
        assertEquals(1, buffer.position());

        Collecting<byte[]> reader = Collecting.all(pipe.messages());
        server.sendBinary(new byte[] {1, 'i', 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, -128});
        server.sendBinary(new byte[] {1, 'x', 1, 0, 0, 0, 0, 0, 0, 0, 2, 5});
        assertEquals("{\"id\":\"i\",\"n\":1}", next("mesh/pipe-ack"));
        assertArrayEquals(new byte[] {0, -128}, reader.items.get(0));
        sends(2, "[1,2]");
        assertEquals("EPAYLOAD", ClientFailure.of(reader.end).code());
    }

    @Test
    void bytesForAnEndThatExpectsJsonCloseThePipe() {
        Collecting<String> reader = Collecting.all(opened().messages());
        server.sendBinary(new byte[] {1, 'i', 1, 0, 0, 0, 0, 0, 0, 0, 1, 'a'});
        assertEquals("EPAYLOAD", ClientFailure.of(reader.end).code());
    }

    @Test
    void anotherSubscriberIsRefusedUntilTheFirstCancels() {
        Pipe<String> pipe = opened();
        Collecting<String> first = Collecting.all(pipe.messages());
        Collecting<String> second = Collecting.all(pipe.messages());
        assertInstanceOf(IllegalStateException.class, Eventually.failure(second.end));
        Eventually.get(first.subscription).cancel();
        sends(1, "\"one\"");
        Collecting<String> third = Collecting.all(pipe.messages());
        Eventually.equal("taken", List.of("one"), () -> third.items);
        assertEquals(List.of(), first.items);
        Collecting<String> wrong = new Collecting<>(0);
        Eventually.get(third.subscription).cancel();
        pipe.messages().subscribe(wrong);
        Eventually.get(wrong.subscription).request(0);
        assertInstanceOf(IllegalArgumentException.class, Eventually.failure(wrong.end));
    }

    @Test
    void aPipeIsOpenedAgainAfterTheNameOnANewConnection() throws Exception {
        Pipe<String> pipe = opened();
        JsonObject before = server.nextCall("mesh/open-pipe").payload().asJsonObject();
        CompletableFuture<Void> sent = pipe.send("hello");
        next("mesh/pipe");
        server.close(1001, "restart");
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
        assertFalse(pipe.isOpen());
        timers.advance(ReconnectPolicy.DEFAULT.first());
        server.nextCall("mesh/take-name");
        assertEquals(before, server.nextCall("mesh/open-pipe").payload());
        Eventually.holds("back", client::isConnected);

        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        assertEquals("{\"id\":\"i\",\"n\":0}", next("mesh/pipe-resume"));
        says("mesh/pipe-resume", "\"id\":\"i\",\"n\":0");
        assertEquals("{\"id\":\"i\",\"n\":1,\"alone\":true,\"data\":\"hello\"}", next("mesh/pipe"));
        says("mesh/pipe-ack", "\"id\":\"i\",\"n\":1");
        Eventually.get(sent);
    }

    @Test
    void aMessageThatAnotherProcessMayHaveTakenIsUnknown() throws Exception {
        Pipe<String> pipe = opened();
        CompletableFuture<Void> sent = pipe.send("one");
        next("mesh/pipe");
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"other\",\"window\":64");
        assertEquals("EUNKNOWN", ClientFailure.of(sent).code());
        pipe.send("two");
        assertEquals("{\"id\":\"other\",\"n\":1,\"alone\":true,\"data\":\"two\"}", next("mesh/pipe"));
    }

    @Test
    void aPipeThatIsWantedIsAcceptedByItsName() throws Exception {
        LinkedBlockingQueue<Pipe<String>> accepted = new LinkedBlockingQueue<>();
        client.onPipe(Pattern.compile("other"), Integer.class, Pipe::close);
        client.onPipe(Pattern.compile("p+"), String.class, accepted::add);
        says("mesh/pipe-wanted", ADDRESS);
        says("mesh/pipe-wanted", ADDRESS);
        says("mesh/pipe-wanted", "\"name\":\"ada\",\"from\":\"bob\",\"pipe\":\"unknown\"");
        Pipe<String> pipe = accepted.poll(10, TimeUnit.SECONDS);
        assertEquals("bob", pipe.peer());
        server.nextCall("mesh/open-pipe");
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        Eventually.get(pipe.opened());
        assertTrue(accepted.isEmpty());
    }

    @Test
    void aRefusalEndsThePipe() {
        server.reply(
                "mesh/open-pipe", request -> ErrorCode.EFORBIDDEN.body("No").toJson());
        CompletableFuture<Pipe<String>> refused = client.openPipe("ada", "bob", "p", String.class);
        assertEquals("EFORBIDDEN", ClientFailure.of(refused).code());
        server.reply("mesh/open-pipe", request -> "{\"success\":true}");
        open();
        assertThrows(IllegalStateException.class, this::open);
    }

    @Test
    void closingTellsTheServerAndFailsWaitingSends() throws Exception {
        Pipe<String> pipe = open();
        CompletableFuture<Void> sent = pipe.send("hello");
        Collecting<String> reader = Collecting.all(pipe.messages());
        pipe.close();
        pipe.close();
        assertEquals(
                "{\"name\":\"ada\",\"to\":\"bob\",\"pipe\":\"p\"}",
                server.nextCall("mesh/close-pipe").payload().toString());
        assertEquals("EGONE", ClientFailure.of(sent).code());
        assertEquals("EGONE", ClientFailure.of(pipe.send("more")).code());
        assertEquals("EGONE", ClientFailure.of(pipe.opened()).code());
        Eventually.get(reader.end);
    }

    @Test
    void theEndOfTheOtherOneComesAfterItsMessages() {
        Pipe<String> pipe = opened();
        CompletableFuture<Void> sent = pipe.send("hello");
        sends(1, "\"one\"");
        says("mesh/pipe-closed", ADDRESS + ",\"error\":{\"error\":\"Full\",\"code\":\"FULL\"}");
        assertEquals("FULL", ClientFailure.of(sent).code());
        Collecting<String> late = Collecting.all(pipe.messages());
        assertEquals("FULL", ClientFailure.of(late.end).code());
        assertEquals(List.of("one"), late.items);
        open();
    }

    @Test
    void aMessageThatDoesNotFitClosesThePipeWithAnError() throws Exception {
        Pipe<Integer> pipe = client.openPipeSync("ada", "bob", "p", Integer.class);
        says("mesh/pipe-open", ADDRESS + ",\"id\":\"i\",\"window\":64");
        Collecting<Integer> reader = Collecting.all(pipe.messages());
        sends(1, "\"no number\"");
        assertEquals("EPAYLOAD", ClientFailure.of(reader.end).code());
        JsonObject closed = server.nextCall("mesh/close-pipe").payload().asJsonObject();
        assertEquals("EPAYLOAD", closed.getJsonObject("error").getString("code"));
    }
}
