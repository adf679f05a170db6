package io.meshws.internal.instance;

import io.meshws.testing.TestInstance;

class RedisSignInIT extends SignInContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings(), authenticator());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }
}
