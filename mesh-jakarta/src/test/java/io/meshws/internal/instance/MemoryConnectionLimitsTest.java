package io.meshws.internal.instance;

import io.meshws.testing.Clusters;
import io.meshws.testing.TestInstance;

class MemoryConnectionLimitsTest extends ConnectionLimitsContract {
    @Override
    TestInstance newInstance() {
        return new TestInstance(Clusters.memory(), limited().build(), Runnable::run, authenticator());
    }
}
