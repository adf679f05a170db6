package io.meshws.it.deeds;

import io.meshws.keeper.jpa.JpaRecordKeeper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Runs each batch in a transaction of the server. */
@ApplicationScoped
public class Batches implements JpaRecordKeeper.Transactions {
    @Override
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void run(Runnable task) {
        task.run();
    }
}
