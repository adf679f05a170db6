package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Channels across broken links. */
class ChannelRecoveryTest extends ChannelScript {

    @Test
    void missedMessagesFollowInOrderOnceAfterABrokenLink() throws Exception {
        answer(reply(2, "e", false));
        connect();
        ChannelSubscription news = client.subscribeChannelSync("news", 2, listener);
        nextRequest();
        publish("three", 3, "e");
        assertEquals(message("three", 3, "e"), next());

        reconnect(reply(5, "e", true, "four", "five"));

        JsonObject since = nextRequest().getJsonObject("since");
        assertEquals("{\"offset\":3,\"epoch\":\"e\"}", since.toString());
        assertEquals(message("four", 4, "e"), next());
        assertEquals(message("five", 5, "e"), next());
        publish("five", 5, "e");
        publish("six", 6, "e");
        assertEquals(message("six", 6, "e"), next(), "the repetition is dropped");
        assertEquals(List.of("five", "six"), news.value());
    }

    @Test
    void theBeginningOfAChannelThatWasEmptyIsNotMissed() throws Exception {
        answer(reply(0, "", false));
        connect();
        client.subscribeChannelSync("news", listener);
        reconnect(reply(1, "e1", true, "first"));
        assertEquals(message("first", 1, "e1"), next());
        publish("second", 2, "e1");
        assertEquals(message("second", 2, "e1"), next());
    }

    @Test
    void messagesThatAreGoneAreReportedWithThoseThatAreKept() throws Exception {
        answer(reply(2, "e", false));
        connect();
        ChannelSubscription news = client.subscribeChannelSync("news", 2, listener);
        reconnect(reply(50, "e", false, "fifty", "forty-nine"));
        assertEquals(
                new ChannelUpdate.Gap(
                        "news",
                        Optional.of(new StreamPosition("e", 2)),
                        Optional.of(new StreamPosition("e", 50)),
                        List.of("forty-nine", "fifty")),
                next());
        assertEquals(List.of("forty-nine", "fifty"), news.value());
        publish("fifty-one", 51, "e");
        assertEquals(message("fifty-one", 51, "e"), next());
    }

    @Test
    void messagesThatTheServerLostAreReported() throws Exception {
        answer(reply(2, "e", false));
        connect();
        client.subscribeChannelSync("news", listener);
        publish("six", 6, "e");
        assertEquals(
                new ChannelUpdate.Gap(
                        "news",
                        Optional.of(new StreamPosition("e", 2)),
                        Optional.of(new StreamPosition("e", 5)),
                        List.of()),
                next());
        assertEquals(message("six", 6, "e"), next());
        publish("first of another epoch", 1, "f");
        assertEquals(message("first of another epoch", 1, "f"), next(), "nothing is missing");
    }

    @Test
    void aServerWithoutPlacesIsFollowedWithoutThem() throws Exception {
        answer("{\"success\":true,\"history\":[]}");
        connect();
        client.subscribeChannelSync("news", listener);
        server.send("{\"command\":\"mesh/subscription-message\",\"payload\":{\"channel\":\"news\",\"message\":\"x\"}}");
        assertEquals(new ChannelUpdate.Message("news", "x", Optional.empty()), next());
        reconnect("{\"success\":true,\"history\":[\"y\"]}");
        assertEquals(new ChannelUpdate.Gap("news", Optional.empty(), Optional.empty(), List.of()), next());
    }

    @Test
    void aRefusalAfterABrokenLinkEndsTheSubscription() throws Exception {
        answer(reply(0, "", false));
        connect();
        BlockingQueue<Reconnected> back = new LinkedBlockingQueue<>();
        client.onReconnect(back::add);
        ChannelSubscription news = client.subscribeChannelSync("news", listener);
        reconnect("{\"success\":false,\"history\":[]}");
        assertEquals("EFORBIDDEN", ClientFailure.of(news.ended()).code());
        assertFalse(news.isLive());
        Reconnected news2 = back.poll(10, TimeUnit.SECONDS);
        assertEquals("channel news", news2.refused().get(0).what());
        ClientFailure.of(Collecting.all(news).end);
    }
}
