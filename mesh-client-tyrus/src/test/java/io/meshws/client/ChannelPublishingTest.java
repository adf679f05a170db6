package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.protocol.Frame;
import io.meshws.protocol.FrameText;
import io.meshws.testing.Eventually;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Publishing in channels, and who published. */
class ChannelPublishingTest extends ChannelScript {
    private static final String PUBLISH = "mesh/publish-channel";

    @Test
    void aMessageIsSentAndItsOffsetIsTheResult() throws Exception {
        server.reply(PUBLISH, request -> "{\"success\":true,\"offset\":12}");
        connect();
        assertEquals(12, client.publishChannelSync("news", "a \"quote\""));
        Frame.ClientCall call = server.nextCall(PUBLISH);
        assertEquals(
                "{\"channel\":\"news\",\"message\":\"a \\\"quote\\\"\"}",
                call.payload().toString());
    }

    @Test
    void aRefusalIsAnError() {
        server.reply(PUBLISH, request -> "{\"error\":\"Not you\",\"code\":\"EFORBIDDEN\",\"name\":\"AccessError\"}");
        connect();
        MeshClientException refusal =
                assertThrows(MeshClientException.class, () -> client.publishChannelSync("news", "x"));
        assertEquals("EFORBIDDEN", refusal.code());
    }

    @Test
    void aReplyOfAnotherFormIsAnError() {
        server.reply(PUBLISH, request -> "{\"success\":true}");
        connect();
        assertEquals(
                "EPAYLOAD", ClientFailure.of(client.publishChannel("news", "x")).code());
    }

    @Test
    void nullIsRefused() {
        connect();
        assertThrows(NullPointerException.class, () -> client.publishChannel(null, "x"));
        assertThrows(NullPointerException.class, () -> client.publishChannel("news", null));
    }

    @Test
    void listenersAreToldWhoPublished() throws Exception {
        answer(named(2, false, "\"b\",\"a\"", "null,\"c.1\""));
        connect();
        ChannelSubscription news = client.subscribeChannelSync("news", 5, listener);
        assertEquals(List.of("b", "a"), news.history());
        Collecting<ChannelUpdate> all = Collecting.all(news);
        server.send(FrameText.event(
                "mesh/subscription-message",
                "{\"channel\":\"news\",\"message\":\"c\",\"publisher\":\"c.2\",\"offset\":3,\"epoch\":\"e\"}"));
        assertEquals(named("c", 3, "c.2"), next());
        Eventually.holds("three", () -> all.items.size() == 3);
        assertEquals(
                List.of(
                        new ChannelUpdate.Message("news", "a", Optional.empty(), Optional.of("c.1")),
                        new ChannelUpdate.Message("news", "b", Optional.empty()),
                        named("c", 3, "c.2")),
                all.items);

        reconnect(named(5, true, "\"d\",\"e\"", "\"c.3\",null"));
        assertEquals(named("d", 4, "c.3"), next());
        assertEquals(message("e", 5, "e"), next());
    }

    @Test
    void aPageOfTheHistoryNamesThemToo() {
        server.reply("mesh/get-channel-history", request -> named(2, false, "\"b\",\"a\"", "null,\"c.1\""));
        connect();
        ChannelPage page = client.getChannelHistorySync("news", 10);
        assertEquals(List.of("b", "a"), page.messages());
        assertEquals(List.of(Optional.empty(), Optional.of("c.1")), page.publishers());
    }

    private static String named(long offset, boolean recovered, String history, String publishers) {
        return "{\"success\":true,\"history\":[" + history + "],\"publishers\":[" + publishers + "],\"offset\":"
                + offset + ",\"epoch\":\"e\",\"recovered\":" + recovered + "}";
    }

    private static ChannelUpdate named(String text, long offset, String publisher) {
        return new ChannelUpdate.Message(
                "news", text, Optional.of(new StreamPosition("e", offset)), Optional.of(publisher));
    }
}
