package io.meshws.testing;

import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.ChannelKeeperContract;
import io.meshws.spi.KeptMessage;

class TestChannelKeeperTest extends ChannelKeeperContract {
    @Override
    protected ChannelKeeper keeper() {
        TestChannelKeeper keeper = new TestChannelKeeper();
        keeper.refused = "refused";
        return keeper;
    }

    @Override
    protected KeptMessage refused() {
        return new KeptMessage("c", "e", 99, 1, "{\"message\":\"refused\"}");
    }
}
