package io.meshws.it.application;

import io.meshws.Command;
import io.meshws.CommandException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reports how transactions ended. */
@ApplicationScoped
public class Transactions {
    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry registry;

    private final Map<String, Integer> ends = new ConcurrentHashMap<>();

    /** The status inside. */
    @Command("transaction")
    @Transactional
    public int inside(String key) {
        remember(key);
        return registry.getTransactionStatus();
    }

    @Command("transaction-fails")
    @Transactional
    public void fail(String key) {
        remember(key);
        throw new CommandException("EBROKE", "No money left");
    }

    /** The status after the end; none if it hasn't ended. */
    @Command("transaction-end")
    public int end(String key) {
        return ends.getOrDefault(key, Status.STATUS_NO_TRANSACTION);
    }

    private void remember(String key) {
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                ends.put(key, status);
            }
        });
    }
}
