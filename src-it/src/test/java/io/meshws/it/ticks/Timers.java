package io.meshws.it.ticks;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TimerService;

/** Counts the EJB timers of the deployment. */
@Stateless
public class Timers {
    @Resource
    private TimerService timers;

    public int count() {
        return timers.getAllTimers().size();
    }
}
