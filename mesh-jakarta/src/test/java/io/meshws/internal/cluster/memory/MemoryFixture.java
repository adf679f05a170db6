package io.meshws.internal.cluster.memory;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.testing.Clusters;

final class MemoryFixture implements ClusterFixture {
    private final Instance first = Instance.start(Clusters.memory());

    @Override
    public Instance first() {
        return first;
    }

    @Override
    public boolean hasSeveral() {
        return false;
    }

    @Override
    public Instance another() {
        throw new UnsupportedOperationException("The memory engine is for one instance");
    }

    @Override
    public void close() {
        first.cluster().stop();
    }
}
