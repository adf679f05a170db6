package io.meshws.internal.instance;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestInstance;
import java.util.UUID;

class RedisRecordFramesIT extends RecordFramesContract {
    private final String prefix = "test-" + UUID.randomUUID();

    @Override
    TestInstance newInstance() {
        return onRedis(EmbeddedRedis.shared(), prefix, "5s");
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
