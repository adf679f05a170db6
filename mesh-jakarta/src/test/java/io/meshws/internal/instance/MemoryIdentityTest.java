package io.meshws.internal.instance;

import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;

class MemoryIdentityTest extends IdentityContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(Clusters.memory(), settings().build(), Runnable::run, authenticator());
    }
}
