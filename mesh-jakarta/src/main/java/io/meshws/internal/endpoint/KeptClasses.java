package io.meshws.internal.endpoint;

import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has Payara and GlassFish let go of applications that were undeployed. They use requests again, and each keeps the upgrade
 * handler of its last WebSocket until the next one. And Grizzly closes connections with exceptions that it made once: they keep
 * the classes of the application that was on the stack then. Does nothing on other containers.
 */
final class KeptClasses {
    private static final ServerChange CHANGE =
            new ServerChange("MESH-0405 Cannot have this version of Payara let go of applications that are undeployed");
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private KeptClasses() {}

    /** @param request that this handler upgraded, after its connection has ended; null if it's another container's */
    static void release(Object request, HttpUpgradeHandler handler) {
        if (request == null) {
            return;
        }
        try {
            Field kept = field(request.getClass(), "httpUpgradeHandler");
            if (kept.get(request) == handler) {
                kept.set(request, null);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            CHANGE.found(e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(name);
    }

    /**
     * Gives Grizzly's exceptions another stack, once.
     *
     * @param grizzly an object of Grizzly
     */
    static void forgetStacks(Object grizzly) {
        if (BEGUN.compareAndSet(false, true)) {
            try {
                fillStacks(grizzly.getClass().getClassLoader());
            } catch (ReflectiveOperationException | RuntimeException e) {
                CHANGE.found(e);
            }
        }
    }

    private static void fillStacks(ClassLoader grizzly) throws ReflectiveOperationException {
        Class<?> reasons = Class.forName("org.glassfish.grizzly.CloseReason", true, grizzly);
        MethodHandle fill = MethodHandles.publicLookup()
                .findVirtual(Throwable.class, "fillInStackTrace", MethodType.methodType(Throwable.class));
        for (String name : List.of("LOCALLY_CLOSED", "REMOTELY_CLOSED")) {
            Field constant = field(reasons, name);
            IOException exception = (IOException) constant.get(null);
            MethodHandle filling = fill.bindTo(exception).asType(MethodType.methodType(void.class));
            Thread thread = new Thread(task(filling, grizzly), "mesh-kept-classes");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** No lambda, which would be a class of the application: this one's class is the loader's. */
    private static Runnable task(MethodHandle handle, ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return MethodHandleProxies.asInterfaceInstance(Runnable.class, handle);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
