package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshProperty;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedisPipesIT extends PipesContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    private TestInstance through(Cable cable) {
        TestInstance instance =
                onRedis(cable.uri().toString(), settings().set(MeshProperty.INSTANCE_LEASE, Duration.ofSeconds(2)));
        instance.mesh.names().allow(Pattern.compile(".*"), (caller, name) -> true);
        instance.mesh.pipes().allow(Pattern.compile(".*"), Pattern.compile(".*"));
        return instance;
    }

    @Test
    void theOtherEndIsAwayIfItsInstanceDiedAndComesBackElsewhere() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance dying = through(cable)) {
            Named ada = new Named(here, "ada");
            Named bob = new Named(dying, "bob");
            String id = connected(ada, bob);
            cable.shut();
            TestInstance.eventually(() -> !ada.client.events("mesh/pipe-state").isEmpty(), here);
            ada.sends(id, 1, "1");

            Named back = bob.again(there);
            back.open("ada", "candidate-bob");
            assertEquals(id, back.opened());
            Eventually.holds(() -> ada.client.events("mesh/pipe-open").size() >= 2);
            ada.sends(id, 1, "1");
            back.hears("mesh/pipe", 1);
        }
    }

    @Test
    void aPipeGoesOnIfAnInstanceThatWasCutOffTakesTheNameForAConnectionOfThePast() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance cutOff = through(cable)) {
            Named ada = new Named(here, "ada");
            Named bob = new Named(cutOff, "bob");
            String id = connected(ada, bob);
            cable.shut();
            Eventually.holds(() -> !cutOff.mesh.isClusterAvailable());
            Named back = bob.again(there);
            back.open("ada", "candidate-bob");
            assertEquals(id, back.opened());

            cable.open();
            TestInstance.eventually(() -> !back.client.events("mesh/name-lost").isEmpty(), here, there, cutOff);
            back.takeBack();
            Eventually.holds(() -> back.client.events("mesh/pipe-open").size() >= 2);
            Eventually.holds(() -> {
                ada.sends(id, 1, "1");
                return !back.client.events("mesh/pipe").isEmpty();
            });
            back.sends(id, 1, "1");
            ada.hears("mesh/pipe", 1);
            assertEquals(List.of(), back.client.events("mesh/pipe-closed"));
            assertEquals(List.of(), ada.client.events("mesh/pipe-closed"));
        }
    }

    @Test
    void pipesWithinAnInstanceGoOnWithoutRedis() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance alone = through(cable)) {
            Named ada = new Named(alone, "ada");
            Named bob = new Named(alone, "bob");
            String id = connected(ada, bob);
            cable.shut();
            Eventually.holds(() -> !alone.mesh.isClusterAvailable());
            ada.sends(id, 1, "\"still here\"");
            bob.hears("mesh/pipe", 1);
            bob.says("mesh/pipe-ack", id, 1, "");
            ada.hears("mesh/pipe-ack", 1);
            assertEquals(List.of(), ada.client.events("mesh/pipe-state"));
            ada.close("bob");
            bob.client.event("mesh/pipe-closed");
        }
    }

    @Test
    void withoutRedisNoPipeIsOpened() {
        try (Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
                TestInstance alone = through(cable)) {
            Named ada = new Named(alone, "ada");
            cable.shut();
            Eventually.holds(() -> !alone.mesh.isClusterAvailable());
            assertEquals("EUNAVAILABLE", code(ada.open("bob", "candidate-ada")));
            cable.open();
            TestInstance.eventually(alone.mesh::isClusterAvailable, alone);
            Named bob = new Named(there, "bob");
            Eventually.holds(() -> {
                bob.open("ada", "candidate-bob");
                ada.open("bob", "candidate-ada");
                return !ada.client.events("mesh/pipe-open").isEmpty();
            });
        }
    }
}
