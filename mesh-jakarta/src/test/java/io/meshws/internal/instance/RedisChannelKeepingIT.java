package io.meshws.internal.instance;

import static io.meshws.testing.Eventually.get;

import io.meshws.MeshConfig;
import io.meshws.testing.TestInstance;
import org.junit.jupiter.api.Test;

class RedisChannelKeepingIT extends ChannelKeepingContract {
    @Override
    TestInstance newInstance() {
        return onRedis(MeshConfig.builder());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    /** A Redis Cluster may lose the node of the set, and keep those of the channels. */
    @Test
    void messagesAreSavedAlthoughTheSetOfTheirChannelsWasLost() {
        get(say("m1"));
        lose(prefix + ":channels-unsaved");
        savedUpTo(1);
        get(say("m2"));
        savedUpTo(2);
    }
}
