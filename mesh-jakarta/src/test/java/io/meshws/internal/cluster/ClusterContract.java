package io.meshws.internal.cluster;

import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.testing.Departures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promises that each engine keeps, on a cluster with one instance, to which a test adds others. */
@ExtendWith(Departures.class)
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
