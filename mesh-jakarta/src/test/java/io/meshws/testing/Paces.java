package io.meshws.testing;

import io.meshws.internal.limit.Pace;
import java.util.function.LongSupplier;

/** The pace of an instance that hears of no others. */
public final class Paces {
    private Paces() {}

    public static Pace alone() {
        return alone(System::nanoTime);
    }

    public static Pace alone(LongSupplier nanos) {
        return new Pace((late, millis) -> {}, Runnable::run, (task, delay) -> () -> {}, nanos);
    }
}
