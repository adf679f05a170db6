package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisHandshakeCheckIT extends HandshakeCheckContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings(), authenticator());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
