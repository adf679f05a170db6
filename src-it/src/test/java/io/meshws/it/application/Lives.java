package io.meshws.it.application;

import io.meshws.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the instances of beans that were created and destroyed. */
@ApplicationScoped
public class Lives {
    private final Map<String, AtomicInteger> began = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> ended = new ConcurrentHashMap<>();

    public record Count(int began, int ended) {}

    /** How many were created so far. */
    public int begin(String bean) {
        return began.computeIfAbsent(bean, name -> new AtomicInteger()).incrementAndGet();
    }

    public void end(String bean) {
        ended.computeIfAbsent(bean, name -> new AtomicInteger()).incrementAndGet();
    }

    @Command("lives")
    public Count count(String bean) {
        return new Count(
                began.getOrDefault(bean, new AtomicInteger()).get(),
                ended.getOrDefault(bean, new AtomicInteger()).get());
    }
}
