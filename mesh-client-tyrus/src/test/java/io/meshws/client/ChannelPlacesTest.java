package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Channels that are followed from a place on, which a program kept when it ended. */
class ChannelPlacesTest extends ChannelScript {
    private static final StreamPosition KEPT = new StreamPosition("e", 3);

    private ChannelSubscription subscribe(int limit) {
        return client.subscribeChannelSync("news", limit, KEPT, listener);
    }

    private static ChannelUpdate gap(StreamPosition from, StreamPosition to, String... history) {
        return new ChannelUpdate.Gap("news", Optional.of(from), Optional.of(to), List.of(history));
    }

    /** @param others the messages of a listener that followed the channel before */
    private void assertAllHeardOnce(BlockingQueue<ChannelUpdate> others) throws InterruptedException {
        for (String text : List.of("four", "five", "six", "seven", "eight")) {
            assertEquals(text, ((ChannelUpdate.Message) next()).text());
        }
        for (String text : List.of("six", "seven", "eight")) {
            assertEquals(text, ((ChannelUpdate.Message) others.poll(10, TimeUnit.SECONDS)).text());
        }
        assertTrue(heard.isEmpty() && others.isEmpty());
    }

    @Test
    void theListenerHearsAllSinceThenInOrderOnceAndThenNewMessages() throws Exception {
        answer(reply(5, "e", true, "four", "five"));
        connect();
        ChannelSubscription news = subscribe(2);
        JsonObject request = nextRequest();
        assertEquals(
                "{\"offset\":3,\"epoch\":\"e\"}", request.getJsonObject("since").toString());
        assertEquals(2, request.getInt("historyLimit"));
        assertEquals(message("four", 4, "e"), next());
        assertEquals(message("five", 5, "e"), next());
        assertEquals(List.of(), news.history());
        assertEquals(List.of("four", "five"), news.value());
        assertEquals(Optional.of(new StreamPosition("e", 5)), news.position());

        publish("five", 5, "e");
        publish("six", 6, "e");
        assertEquals(message("six", 6, "e"), next());
        assertEquals(Optional.of(new StreamPosition("e", 6)), news.position());
        reconnect(reply(7, "e", true, "seven"));
        assertEquals(
                "{\"offset\":6,\"epoch\":\"e\"}",
                nextRequest().getJsonObject("since").toString());
        assertEquals(message("seven", 7, "e"), next());
    }

    @Test
    void aPlaceThatTheServerHasNoMoreIsAGap() throws Exception {
        answer(reply(50, "f", false, "fifty", "forty-nine"));
        connect();
        ChannelSubscription news = subscribe(2);
        assertEquals(gap(KEPT, new StreamPosition("f", 50), "forty-nine", "fifty"), next());
        assertEquals(List.of("fifty", "forty-nine"), news.history());
        assertEquals(List.of("forty-nine", "fifty"), news.value());
        publish("fifty-one", 51, "f");
        assertEquals(message("fifty-one", 51, "f"), next());
    }

    @Test
    void aServerThatGivesNoPlacesIsAGap() throws Exception {
        answer("{\"success\":true,\"history\":[]}");
        connect();
        assertEquals(Optional.empty(), subscribe(2).position());
        assertEquals(new ChannelUpdate.Gap("news", Optional.of(KEPT), Optional.empty(), List.of()), next());
    }

    @Test
    void aChannelThatIsFollowedAlreadyIsHeardFromTheOtherPlaceToo() throws Exception {
        answer(reply(5, "e", false));
        connect();
        BlockingQueue<ChannelUpdate> others = new LinkedBlockingQueue<>();
        client.subscribeChannelSync("news", others::add);
        // The answer is of a moment between two messages; messages that come before it have to wait for it.
        server.onCall((scripted, call) -> {
            publish("six", 6, "e");
            publish("seven", 7, "e");
            scripted.reply(call, reply(6, "e", true, "four", "five", "six"));
            publish("eight", 8, "e");
        });
        subscribe(9);
        assertAllHeardOnce(others);
    }

    @Test
    void anAnswerAheadOfTheMessagesIsNotRepeated() throws Exception {
        answer(reply(5, "e", false));
        connect();
        BlockingQueue<ChannelUpdate> others = new LinkedBlockingQueue<>();
        client.subscribeChannelSync("news", others::add);
        answer(reply(7, "e", true, "four", "five", "six", "seven"));
        subscribe(9);
        publish("six", 6, "e");
        publish("seven", 7, "e");
        publish("eight", 8, "e");
        assertAllHeardOnce(others);
    }

    @Test
    void tooMuchBeforeTheAnswerIsAGap() throws Exception {
        answer(reply(5, "e", false));
        client = server.connected(builder -> builder.maxPendingCharacters(1000));
        client.subscribeChannelSync("news", null);
        server.onCall((scripted, call) -> {
            publish("x".repeat(600), 6, "e");
            publish("y".repeat(600), 7, "e");
            publish("eight", 8, "e");
            scripted.reply(call, reply(5, "e", true, "four", "five"));
        });
        subscribe(9);
        assertEquals(message("four", 4, "e"), next());
        assertEquals(message("five", 5, "e"), next());
        assertEquals(gap(new StreamPosition("e", 5), new StreamPosition("e", 7)), next());
        assertEquals(message("eight", 8, "e"), next());
    }

    @Test
    void aRefusalIsOne() {
        answer("{\"success\":false,\"history\":[]}");
        connect();
        assertEquals(
                "EFORBIDDEN",
                ClientFailure.of(client.subscribeChannel("news", 1, KEPT, listener))
                        .code());
        assertTrue(heard.isEmpty());
    }
}
