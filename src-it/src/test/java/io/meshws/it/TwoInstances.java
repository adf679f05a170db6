package io.meshws.it;

import io.meshws.it.presence.Tracking;
import io.meshws.it.team.TeamCommands;
import java.util.HashMap;
import java.util.Map;

/** Two instances with one Redis, for a whole test class. The second may end in a test: it is started again for the next. */
final class TwoInstances implements AutoCloseable {
    private final EmbeddedRedis redis = EmbeddedRedis.started();
    private final Map<String, String> properties;
    private final ServerProcess one;
    private ServerProcess two;

    /** With these properties of mesh, beside where Redis is. */
    TwoInstances(Map<String, String> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.put("mesh.redis.uri", redis.uri());
        one = launch();
        two = launch();
        one.awaitReady();
        two.awaitReady();
    }

    private ServerProcess launch() {
        return ServerProcess.launch(
                Wars.withMesh().addPackage(Tracking.class.getPackage()).addPackage(TeamCommands.class.getPackage()),
                properties);
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
        redis.stop();
    }
}
