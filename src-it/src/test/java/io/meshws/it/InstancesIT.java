package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.UUID;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstancesIT {
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    private final String room = "room-" + UUID.randomUUID();
    private int requests;

    @Test
    void a_room_spans_two_instances_and_one_goes_on_when_the_other_dies() {
        WebArchive war = Wars.withMesh(EchoEndpoint.class, TeamCommands.class, TeamCommands.Note.class);
        Map<String, String> properties = Map.of("mesh.redis.uri", redis.uri());
        try (ServerProcess one = ServerProcess.launch(war, properties);
                ServerProcess two = ServerProcess.launch(war, properties);
                WireClient atOne = WireClient.connect(one.awaitReady().uri("/mesh"));
                WireClient atTwo = WireClient.connect(two.awaitReady().uri("/mesh"))) {
            join(atOne);
            join(atTwo);

            tell(atOne, "from one");
            told(atOne, "from one");
            told(atTwo, "from one");

            one.kill();

            assertNotEquals(1000, atOne.awaitClose().code());
            tell(atTwo, "from two");
            told(atTwo, "from two");
        }
    }

    /** An instance that has just started refuses this until it has reached Redis. */
    private void join(WireClient client) {
        Eventually.holds("joined", WireClient.SOON, () -> isTrue(request(client, "join", "")));
    }

    private void tell(WireClient client, String text) {
        String reply = request(client, "tell", text);
        assertTrue(isTrue(reply), reply);
    }

    private String request(WireClient client, String command, String text) {
        int id = ++requests;
        client.send("{\"id\":%d,\"command\":\"%s\",\"payload\":{\"room\":\"%s\",\"text\":\"%s\"}}"
                .formatted(id, command, room, text));
        return client.await(frame -> frame.contains("\"id\":" + id + ","), WireClient.SOON);
    }

    private static boolean isTrue(String reply) {
        return reply.endsWith("\"payload\":true}");
    }

    private static void told(WireClient client, String text) {
        String event = client.await(frame -> frame.contains("\"told\""), WireClient.SOON);
        assertEquals("{\"command\":\"told\",\"payload\":\"%s\"}".formatted(text), event);
    }
}
