package io.meshws.client;

import io.meshws.protocol.FrameText;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A client, and a server that has the channel "news". */
@Timeout(60)
abstract class ChannelScript {
    static final String SUBSCRIBE = "mesh/subscribe-channel";

    final ScriptedServer server = new ScriptedServer().echo();
    final BlockingQueue<ChannelUpdate> heard = new LinkedBlockingQueue<>();
    final ChannelListener listener = new ChannelListener() {
        @Override
        public void message(ChannelUpdate.Message message) {
            heard.add(message);
        }

        @Override
        public void gap(ChannelUpdate.Gap gap) {
            heard.add(gap);
        }
    };
    MeshClient client;

    void connect() {
        client = server.connected(Fast::reconnect);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    void answer(String reply) {
        server.reply(SUBSCRIBE, request -> reply);
    }

    static String reply(long offset, String epoch, boolean recovered, String... history) {
        var texts = Json.array();
        List.of(history).forEach(texts::add);
        return Json.object()
                .add("success", true)
                .add("history", texts)
                .add("offset", offset)
                .add("epoch", epoch)
                .add("recovered", recovered)
                .build()
                .toString();
    }

    void publish(String text, long offset, String epoch) {
        server.send(FrameText.event(
                "mesh/subscription-message",
                Json.object()
                        .add("channel", "news")
                        .add("message", text)
                        .add("offset", offset)
                        .add("epoch", epoch)
                        .build()
                        .toString()));
    }

    static ChannelUpdate message(String text, long offset, String epoch) {
        return new ChannelUpdate.Message("news", text, Optional.of(new StreamPosition(epoch, offset)));
    }

    ChannelUpdate next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    JsonObject nextRequest() throws InterruptedException {
        return server.nextCall(SUBSCRIBE).payload().asJsonObject();
    }

    void reconnect(String reply) {
        answer(reply);
        String before = client.connectionId();
        server.close(1001, "restart");
        Eventually.holds(
                "back", () -> client.isConnected() && !client.connectionId().equals(before));
    }
}
