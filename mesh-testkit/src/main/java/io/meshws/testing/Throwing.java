package io.meshws.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/** A part of the store whose next call throws the error that the test sets, instead of doing anything. */
public final class Throwing<T> {
    private final AtomicReference<Error> error = new AtomicReference<>();
    private final T proxy;

    public Throwing(Class<T> type, T store) {
        proxy = type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                    Error now = error.getAndSet(null);
                    if (now != null) {
                        throw now;
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    public T get() {
        return proxy;
    }

    /** @return the error */
    public Error next() {
        Error next = new NoClassDefFoundError("on purpose");
        error.set(next);
        return next;
    }
}
