package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.Cable;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** Now and then an instance loses Redis for a moment. */
class RedisPipesUnrestIT extends PipesUnrestContract {
    private final List<Cable> cables = new ArrayList<>();

    @Override
    TestInstance newInstance() {
        Cable cable = new Cable(URI.create(EmbeddedRedis.shared().uri()));
        cables.add(cable);
        return onRedis(cable.uri().toString(), MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Override
    void shake(Random random) {
        cables.get(random.nextInt(cables.size())).cut();
    }

    @Override
    void calm() {
        TestInstance.eventually(() -> here.mesh.isClusterAvailable() && there.mesh.isClusterAvailable(), here, there);
    }

    @AfterEach
    void endCables() {
        cables.forEach(Cable::close);
    }
}
