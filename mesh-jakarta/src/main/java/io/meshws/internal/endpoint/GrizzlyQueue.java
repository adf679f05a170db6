package io.meshws.internal.endpoint;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.reflect.Method;

/**
 * Bounds the frames that Grizzly, the network engine of Payara and GlassFish, keeps for one client that doesn't read.
 * By default that is four times the send buffer of the socket: megabytes for each slow client, which no outbox counts,
 * because Tyrus reports these frames as sent. With this class Tyrus waits earlier, so the limits of the outbox apply.
 * Does nothing on other containers, and logs it once if Payara has changed.
 */
final class GrizzlyQueue {
    /** The limit in bytes. A frame that begins below is taken whole. */
    private static final int LIMIT = 256 * 1024;

    private static final ServerChange CHANGE = new ServerChange(
            "MESH-0404 Cannot bound the data that this version of Payara keeps for clients that do not read");

    private GrizzlyQueue() {}

    /** Returns Payara's own request; null on another container. */
    static Object bound(ServletRequest handshake) {
        Object request = unwrapped(handshake);
        Method payara;
        try {
            payara = request.getClass().getMethod("getUnwrappedCoyoteRequest");
        } catch (NoSuchMethodException e) {
            return null;
        }
        Object catalina = null;
        try {
            catalina = payara.invoke(request);
            Object coyote = Members.call(catalina, "getCoyoteRequest");
            Object connection = Members.call(Members.call(coyote, "getContext"), "getConnection");
            connection
                    .getClass()
                    .getMethod("setMaxAsyncWriteQueueSize", int.class)
                    .invoke(connection, LIMIT);
            KeptClasses.forgetStacks(connection);
        } catch (ReflectiveOperationException | RuntimeException e) {
            CHANGE.found(e);
        }
        return catalina;
    }

    private static ServletRequest unwrapped(ServletRequest handshake) {
        ServletRequest request = handshake;
        while (request instanceof ServletRequestWrapper wrapper) {
            request = wrapper.getRequest();
        }
        return request;
    }
}
