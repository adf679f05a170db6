package io.meshws.internal.instance;

import io.meshws.MeshConfig;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;

class RedisLongRepliesIT extends LongRepliesContract {
    @Override
    TestInstance newInstance(MeshConfig.Builder settings) {
        return TestInstance.onRedis(Clusters.withRedis(
                        settings, EmbeddedRedis.shared().uri(), TwoInstances.newPrefix(), Duration.ofSeconds(5))
                .build());
    }
}
