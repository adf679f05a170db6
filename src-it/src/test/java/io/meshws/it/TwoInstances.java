package io.meshws.it;

import io.meshws.it.presence.Tracking;
import io.meshws.it.team.TeamCommands;
import io.meshws.testing.EmbeddedRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two instances with one Redis, for a whole test class. The second may end in a test; it's started again for the next
 * one.
 */
final class TwoInstances implements AutoCloseable {
    private final EmbeddedRedis redis = EmbeddedRedis.started();
    private final Map<String, String> properties;
    private final List<Package> packages =
            new ArrayList<>(List.of(Tracking.class.getPackage(), TeamCommands.class.getPackage()));
    private final ServerProcess one;
    private ServerProcess two;

    /**
     * Sets these properties of mesh, in addition to the address of Redis, and deploys the packages of these classes in
     * addition to presence and teams.
     */
    TwoInstances(Map<String, String> properties, Class<?>... others) {
        Stream.of(others).map(Class::getPackage).forEach(packages::add);
        this.properties = new HashMap<>(properties);
        this.properties.put("mesh.redis.uri", redis.uri());
        one = launch();
        two = launch();
        one.awaitReady();
        two.awaitReady();
    }

    private ServerProcess launch() {
        return ServerProcess.launch(Wars.withMesh().addPackages(false, packages.toArray(Package[]::new)), properties);
    }

    EmbeddedRedis redis() {
        return redis;
    }

    ServerProcess one() {
        return one;
    }

    ServerProcess two() {
        if (!two.isAlive()) {
            two.close();
            two = launch().awaitReady();
        }
        return two;
    }

    @Override
    public void close() {
        one.close();
        two.close();
        redis.kill();
    }
}
