package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest extends ChannelScript {

    @Test
    void messagesAreHeardInOrderAndTheLastOnesAreTheValue() throws Exception {
        answer(reply(2, "e", false, "two", "one"));
        connect();
        ChannelSubscription news = client.subscribeChannelSync("news", 3, listener);
        assertEquals(3, nextRequest().getInt("historyLimit"));
        assertEquals(List.of("two", "one"), news.history(), "newest first");
        assertEquals(List.of("one", "two"), news.value(), "oldest first");
        publish("three", 3, "e");
        publish("four", 4, "e");
        assertEquals(message("three", 3, "e"), next());
        assertEquals(message("four", 4, "e"), next());
        assertEquals(List.of("two", "three", "four"), news.value());
        assertEquals("news", news.channel());
        assertTrue(news.isLive());
    }

    @Test
    void aRefusalIsAnError() {
        answer("{\"success\":false,\"history\":[]}");
        connect();
        assertEquals(
                "EFORBIDDEN",
                assertThrows(MeshClientException.class, () -> client.subscribeChannelSync("news", listener))
                        .code());
    }

    @Test
    void aReplyOfAnotherFormIsAnError() {
        answer("{\"success\":true,\"history\":5}");
        connect();
        assertEquals(
                "EPAYLOAD",
                ClientFailure.of(client.subscribeChannel("news", listener)).code());
    }

    @Test
    void handlesOfOneChannelShareItsSubscription() throws Exception {
        answer(reply(0, "", false));
        server.reply("mesh/unsubscribe-channel", request -> "true");
        connect();
        ChannelSubscription one = client.subscribeChannelSync("news", listener);
        ChannelSubscription two = client.subscribeChannelSync("news", listener);
        publish("first", 1, "e");
        next();
        next();
        one.close();
        one.close();
        publish("second", 2, "e");
        assertEquals(message("second", 2, "e"), next());
        client.commandSync("echo", 1, Integer.class);
        assertTrue(heard.isEmpty(), "only one listens");
        assertEquals(null, Eventually.get(one.ended()));
        two.close();
        assertEquals(
                "{\"channel\":\"news\"}",
                server.nextCall("mesh/unsubscribe-channel").payload().toString());
    }

    @Test
    void unsubscribingEndsAllHandles() throws Exception {
        answer(reply(0, "", false));
        server.reply("mesh/unsubscribe-channel", request -> "true");
        connect();
        ChannelSubscription news = client.subscribeChannelSync("news", listener);
        assertTrue(client.unsubscribeChannelSync("news"));
        assertEquals(null, Eventually.get(news.ended()));
        publish("late", 1, "e");
        client.commandSync("echo", 1, Integer.class);
        assertTrue(heard.isEmpty());
    }

    @Test
    void subscribersGetTheHistoryAndThenNewMessages() throws Exception {
        answer(reply(2, "e", false, "two", "one"));
        connect();
        ChannelSubscription news = client.subscribeChannelSync("news", 2, null);
        Collecting<ChannelUpdate> all = Collecting.all(news);
        publish("three", 3, "e");
        Eventually.holds("three", () -> all.items.size() == 3);
        assertEquals(
                List.of(
                        new ChannelUpdate.Message("news", "one", Optional.empty()),
                        new ChannelUpdate.Message("news", "two", Optional.empty()),
                        message("three", 3, "e")),
                all.items);
        server.reply("mesh/unsubscribe-channel", request -> "true");
        news.close();
        Eventually.get(all.end);
    }

    @Test
    void theHistoryCanBeRead() throws Exception {
        server.reply("mesh/get-channel-history", request -> reply(9, "e", true, "eight", "nine"));
        connect();
        ChannelPage page = client.getChannelHistorySync("news", 10, new StreamPosition("e", 7));
        assertEquals(new ChannelPage(List.of("eight", "nine"), Optional.of(new StreamPosition("e", 9)), true), page);
        assertEquals(
                "{\"channel\":\"news\",\"limit\":10,\"since\":{\"offset\":7,\"epoch\":\"e\"}}",
                server.next().payload().toString());
    }

    @Test
    void olderPagesHaveTheirOffsets() throws Exception {
        server.reply(
                "mesh/get-channel-history",
                request ->
                        "{\"success\":true,\"history\":[\"seven\",\"five\"],\"offsets\":[7,5],\"offset\":9,\"epoch\":\"e\","
                                + "\"recovered\":false}");
        connect();
        ChannelPage page = client.getChannelHistorySync("news", 2, 8);
        assertEquals(List.of("seven", "five"), page.messages());
        assertEquals(List.of(7L, 5L), page.offsets());
        assertEquals(
                "{\"channel\":\"news\",\"limit\":2,\"before\":8}",
                server.next().payload().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "{}",
                "{\"channel\":\"news\"}",
                "{\"channel\":\"news\",\"message\":5}",
                "{\"channel\":\"news\",\"message\":\"x\",\"offset\":\"1\",\"epoch\":\"e\"}"
            })
    void aMessageOfAnotherFormEndsTheConnection(String payload) throws Exception {
        answer(reply(0, "", false));
        connect();
        client.subscribeChannelSync("news", listener);
        server.send(FrameText.event("mesh/subscription-message", payload));
        assertEquals(1007, server.nextEnd());
    }

    @Test
    void messagesOfOtherChannelsAreIgnoredButHeardByName() throws Exception {
        connect();
        BlockingQueue<Object> raw = new LinkedBlockingQueue<>();
        client.on("mesh/subscription-message", raw::add);
        publish("x", 1, "e");
        assertTrue(raw.poll(10, TimeUnit.SECONDS).toString().contains("\"x\""));
        assertTrue(client.isConnected());
    }

    @Test
    void framesAreGoldenForms() throws Exception {
        answer(reply(0, "", false));
        connect();
        client.subscribeChannelSync("news", listener);
        Frame.ClientCall call = server.nextCall(SUBSCRIBE);
        assertEquals("{\"channel\":\"news\",\"historyLimit\":0}", call.payload().toString());
    }
}
