package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstancesIT {
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @Test
    void one_of_two_instances_dies_and_the_other_goes_on() {
        WebArchive war = Wars.withMesh(EchoEndpoint.class);
        Map<String, String> properties = Map.of("mesh.redis.uri", redis.uri());
        try (ServerProcess one = ServerProcess.launch(war, properties);
                ServerProcess two = ServerProcess.launch(war, properties);
                WireClient atOne = WireClient.connect(one.awaitReady().uri("/it/echo"));
                WireClient atTwo = WireClient.connect(two.awaitReady().uri("/it/echo"))) {
            atOne.send("one");
            assertEquals("one", atOne.await());

            one.kill();

            assertNotEquals(1000, atOne.awaitClose().code());
            atTwo.send("two");
            assertEquals("two", atTwo.await());
        }
    }
}
