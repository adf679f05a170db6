package io.meshws.internal.cluster.;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.NameRaceContract;

class  extends NameRaceContract {
    @Override
    protected ClusterFixture newFixture() {
        return ;
    }
}
