package io.meshws.internal.cluster;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Promises that each engine keeps, on a cluster with one instance, to which a test adds others. */
public abstract class ClusterContract {
    protected ClusterFixture fixture;
    protected Instance first;

    protected abstract ClusterFixture newFixture();

    @BeforeEach
    void open() {
        fixture = newFixture();
        first = fixture.first();
    }

    @AfterEach
    void close() {
        fixture.close();
    }
}
