package io.meshws.testing;

import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import io.meshws.spi.RecordKeeperContract;

class TestKeeperTest extends RecordKeeperContract {
    @Override
    protected RecordKeeper keeper() {
        TestKeeper keeper = new TestKeeper();
        keeper.refused = "refused";
        return keeper;
    }

    @Override
    protected KeptRecord refused() {
        return record("a", 1, "\"refused\"");
    }
}
