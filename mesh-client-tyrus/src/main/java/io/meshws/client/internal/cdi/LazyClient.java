package io.meshws.client.internal.cdi;

import io.meshws.client.ConnectionState;
import io.meshws.client.MeshClient;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.function.Supplier;

/**
 * A client that is built with its first call: a bean that it is injected into is complete by then, and may be the one that
 * settles how it is built. Thread-safe.
 */
final class LazyClient implements InvocationHandler {
    private final URI uri;
    private final Supplier<MeshClient> builder;
    private final MeshClient face = (MeshClient)
            Proxy.newProxyInstance(LazyClient.class.getClassLoader(), new Class<?>[] {MeshClient.class}, this);

    /** Written under this lock. */
    private volatile MeshClient client;
    // Guarded by this.
    private boolean building;
    private boolean closed;

    LazyClient(URI uri, Supplier<MeshClient> builder) {
        this.uri = uri;
        this.builder = builder;
    }

    /** The client that is injected. */
    MeshClient face() {
        return face;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "client of " + uri;
            };
        }
        try {
            return method.invoke(client(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private synchronized MeshClient client() {
        if (client == null) {
            if (closed) {
                throw new IllegalStateException("The application has ended");
            }
            if (building) {
                throw new IllegalStateException("An observer of MeshClientBuilder uses the client of " + uri
                        + " while that is being built; use it later");
            }
            building = true;
            try {
                client = builder.get();
            } finally {
                building = false;
            }
        }
        return client;
    }

    /** Never waits for a client that is being built. */
    boolean isClosed() {
        MeshClient built = client;
        return built != null && built.state() instanceof ConnectionState.Closed;
    }

    /** The end of the application. */
    void close() {
        MeshClient built;
        synchronized (this) {
            closed = true;
            built = client;
        }
        if (built != null) {
            built.close();
        }
    }
}
