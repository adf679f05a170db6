package io.meshws.internal.connection;

import io.meshws.protocol.binding.JsonBinding;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all connections of an instance share.
 *
 * @param broken told of one that nothing can be sent to any more
 */
record ConnectionContext(
        JsonBinding json,
        ClientRequests requests,
        LocalState own,
        Outbox.Limits outboxLimits,
        int maxInFlight,
        int maxSubscriptions,
        Attention attention,
        LongSupplier nanos,
        Executor executor,
        Consumer<Connection> broken,
        System.Logger log) {

    void overflowed(Connection connection, String why) {
        log.log(
                System.Logger.Level.WARNING,
                "MESH-0301 Closing connection {0}, whose client does not keep up: {1}",
                connection.id(),
                why);
    }
}
