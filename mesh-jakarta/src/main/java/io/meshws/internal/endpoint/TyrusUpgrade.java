package io.meshws.internal.endpoint;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * Stands between the container and the upgrade handler of Tyrus 2.1. That handler begins to read before it has opened
 * the endpoint, and waits for the opening on the thread that reads. If a client sends anything with its handshake, both
 * are the same thread, which then waits forever, even after the client is gone. It also leaves the connection open if
 * the opening fails. With this class, reading begins when the endpoint is open, and a failure ends the connection.
 * Public because the container creates it.
 */
public final class TyrusUpgrade implements HttpUpgradeHandler {
    private static final String TYRUS_HANDLER = "org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler";

    /** The connection that is being opened by this thread. */
    private static final ThreadLocal<Gate> OPENING = new ThreadLocal<>();

    private HttpUpgradeHandler tyrus;
    /** The container's own; null if it's unknown. */
    private Object request;

    /** The request; if Tyrus upgrades it, this class does so. */
    static HttpServletRequest guarded(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
                if (!type.getName().equals(TYRUS_HANDLER)) {
                    return super.upgrade(type);
                }
                try {
                    T handler = type.getConstructor().newInstance();
                    TyrusUpgrade upgrade = super.upgrade(TyrusUpgrade.class);
                    upgrade.request = GrizzlyQueue.bound(getRequest());
                    upgrade.tyrus = handler;
                    return handler;
                } catch (ReflectiveOperationException e) {
                    throw new ServletException(e);
                }
            }
        };
    }

    /** The output of the session that this thread is opening; null on servers without Tyrus. */
    static DeferredFlush output() {
        Gate gate = OPENING.get();
        return gate == null ? null : gate.output;
    }

    /** The input of the session that this thread is opening, which reads on with these workers. */
    static Receiving receiving(Executor workers) {
        Gate gate = OPENING.get();
        return gate == null ? Receiving.ALWAYS : gate.input.resumingOn(workers);
    }

    @Override
    public void init(WebConnection connection) {
        try {
            Gate gate = new Gate(connection);
            OPENING.set(gate);
            tyrus.init(gate);
            gate.input.begin();
        } catch (IOException | RuntimeException | Error e) {
            IllegalStateException failure = new IllegalStateException("Cannot open a WebSocket", e);
            try {
                connection.close();
            } catch (Exception closing) {
                failure.addSuppressed(closing);
            }
            throw failure;
        } finally {
            OPENING.remove();
        }
    }

    @Override
    public void destroy() {
        try {
            tyrus.destroy();
        } finally {
            KeptClasses.release(request, this);
        }
    }

    /** The connection, from which nothing is read before it's opened. */
    private static final class Gate implements WebConnection {
        private final WebConnection connection;
        private final DeferredInput input;
        private final DeferredFlush output;

        Gate(WebConnection connection) throws IOException {
            this.connection = connection;
            this.input = new DeferredInput(connection.getInputStream());
            this.output = new DeferredFlush(connection.getOutputStream());
        }

        @Override
        public DeferredInput getInputStream() {
            return input;
        }

        @Override
        public DeferredFlush getOutputStream() {
            return output;
        }

        @Override
        public void close() throws IOException {
            try {
                connection.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
