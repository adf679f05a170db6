package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshws.client.ChannelUpdate;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientException;
import io.meshws.client.StreamPosition;
import io.meshws.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two clients that publish in channels, each at its own instance. */
record PublishingClients(MeshClient one, MeshClient two) {

    /** @param channel empty, open to both, with a history, and shows who published */
    void assertSubscribersAreToldWhoPublished(String channel) {
        List<ChannelUpdate.Message> heard = new CopyOnWriteArrayList<>();
        two.subscribeChannelSync(channel, heard::add);
        assertEquals(1, one.publishChannelSync(channel, "from one"));
        assertEquals(2, two.publishChannelSync(channel, "from two"));

        Eventually.equal("both arrived", Duration.ofMinutes(1), 2, heard::size);
        assertEquals(
                List.of("from one", "from two"),
                heard.stream().map(ChannelUpdate.Message::text).toList());
        List<Optional<String>> publishers = List.of(Optional.of(one.connectionId()), Optional.of(two.connectionId()));
        assertEquals(
                publishers, heard.stream().map(ChannelUpdate.Message::publisher).toList());
        String epoch = heard.get(0).position().orElseThrow().epoch();
        assertEquals(
                publishers,
                one.getChannelHistorySync(channel, 0, new StreamPosition(epoch, 0))
                        .publishers());
    }

    /** @param guarded open to clients whose metadata has a user id */
    void assertClosedUntilTheGuardAllows(String guarded) {
        for (String closed : List.of(guarded, "unexposed:" + guarded)) {
            MeshClientException refusal =
                    assertThrows(MeshClientException.class, () -> one.publishChannelSync(closed, "x"));
            assertEquals("EFORBIDDEN", refusal.code());
        }
        one.setConnectionMetadataSync(Map.of("userId", "ada"));
        assertEquals(1, one.publishChannelSync(guarded, "x"));
    }
}
