package io.meshws.internal.instance;

import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.time.Duration;

class RedisUnsubscribingIT extends UnsubscribingContract {
    @Override
    TestInstance newInstance() {
        return TestInstance.onRedis(Clusters.withRedis(
                        PresenceSetting.patient(),
                        EmbeddedRedis.shared().uri(),
                        TwoInstances.newPrefix(),
                        Duration.ofSeconds(1))
                .build());
    }
}
