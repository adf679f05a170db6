package io.meshws.timers;

import io.meshws.spi.TickDriver;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/**
 * Uses one non-persistent interval timer of one second, the shortest that some servers allow. It has no transaction and
 * no lock, because those cost more than the tick; the tick itself never throws, and makes sure that no two run at once.
 */
@Singleton
@Local(TickDriver.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EjbTickDriver implements TickDriver {
    private static final long INTERVAL_MILLIS = 1000;

    @Resource
    private TimerService timers;

    private volatile Runnable tick;
    private volatile Timer timer;

    @Override
    public void start(Runnable newTick) {
        tick = newTick;
        timer = timers.createIntervalTimer(INTERVAL_MILLIS, INTERVAL_MILLIS, new TimerConfig(null, false));
    }

    /** Called by the container. */
    @Timeout
    public void timeout() {
        Runnable current = tick;
        if (current != null) {
            current.run();
        }
    }

    @Override
    public void stop() {
        tick = null;
        Timer started = timer;
        if (started != null) {
            started.cancel();
        }
    }
}
