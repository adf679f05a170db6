package io.meshws.it;

import io.meshws.it.presence.Tracking;
import io.meshws.it.team.TeamCommands;
import io.meshws.testing.EmbeddedRedis;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Two instances with one Redis, for a whole test class. The second may end in a test; it's started again for the next
 * one.
 */
final class TwoInstances implements AutoCloseable {
    private final EmbeddedRedis redis = EmbeddedRedis.started();
    private final Map<String, String> properties;
    private final Supplier<WebArchive> archive;
    private final ServerProcess one;
    private ServerProcess two;

    /**
     * Sets these properties of mesh, in addition to the address of Redis, and deploys the packages of these classes in
     * addition to presence and teams.
     */
    TwoInstances(Map<String, String> properties, Class<?>... others) {
        this(properties, () -> with(others));
    }

    /** Deploys such an archive. */
    TwoInstances(Map<String, String> properties, Supplier<WebArchive> archive) {
        this.archive = archive;
        this.properties = new HashMap<>(properties);
        this.properties.put("mesh.redis.uri", redis.uri());
        one = launch();
        two = launch();
        one.awaitReady();
        two.awaitReady();
    }

    /** Presence, teams and the packages of these classes. */
    static WebArchive with(Class<?>... others) {
        return Stream.concat(Stream.of(Tracking.class, TeamCommands.class), Stream.of(others))
                .map(Class::getPackage)
                .reduce(Wars.withMesh(), WebArchive::addPackage, (one, same) -> one);
    }

    private ServerProcess launch() {
        return ServerProcess.launch(archive.get(), properties);
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
