package io.meshws.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.protocol.FrameText;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions that the server ends, because it no longer exposes their names. */
@Timeout(60)
class UnsubscribedTest {
    private static final String NAME = "same";

    @Test
    void onlyTheSubscriptionThatIsNamedEnds() {
        ScriptedServer server = new ScriptedServer()
                .echo()
                .reply(
                        "mesh/subscribe-channel",
                        request -> "{\"success\":true,\"history\":[],\"offset\":0,\"epoch\":\"\"}")
                .reply("mesh/subscribe-record", request -> "{\"success\":true,\"record\":1,\"version\":1}")
                .reply("mesh/subscribe-presence", request -> "{\"success\":true,\"present\":[],\"states\":{}}");
        try (MeshClient client = server.connected(Fast::reconnect)) {
            ChannelSubscription channel = client.subscribeChannelSync(NAME, null);
            RecordSubscription<Integer> record = client.subscribeRecordSync(NAME, Integer.class, null);
            PresenceSubscription presence = client.subscribePresenceSync(NAME);

            ends(server, "channel", "unknown");
            ends(server, "channel", NAME);
            assertForbidden(channel.ended());
            assertTrue(record.isLive() && presence.isLive());
            ends(server, "recordId", NAME);
            assertForbidden(record.ended());
            assertTrue(presence.isLive());
            ends(server, "roomName", NAME);
            assertForbidden(presence.ended());
            assertFalse(channel.isLive() || record.isLive() || presence.isLive());
            assertTrue(client.isConnected());
        } finally {
            server.close();
        }
    }

    private static void ends(ScriptedServer server, String member, String name) {
        server.send(FrameText.event("mesh/unsubscribed", "{\"" + member + "\":\"" + name + "\"}"));
    }

    private static void assertForbidden(CompletableFuture<Void> ended) {
        assertEquals("EFORBIDDEN", ClientFailure.of(ended).code());
    }
}
