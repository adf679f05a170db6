package io.meshws.internal.connection;

import io.meshws.MeshProperty;
import io.meshws.internal.failure.FailureLog;
import io.meshws.internal.limit.CommandRates;
import io.meshws.internal.limit.Refusals;
import io.meshws.internal.time.Agenda;
import io.meshws.protocol.binding.JsonBinding;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shared by all connections of an instance.
 *
 * @param broken told of a connection when sending to it has become impossible
 * @param ends when something in flight with which connection ends
 */
record ConnectionContext(
        JsonBinding json,
        ClientRequests requests,
        LocalState own,
        OutboxLimits outboxLimits,
        OutboxBacklog backlog,
        ClientLimits limits,
        Attention attention,
        LongSupplier nanos,
        Executor executor,
        Consumer<Connection> broken,
        FailureLog failures,
        CommandRates rates,
        Refusals refusals,
        Agenda<String> ends) {
    private static final FailureLog.Message OVERFLOWED = new FailureLog.Message(
            System.getLogger("io.meshws.internal.connection"), System.Logger.Level.WARNING, "MESH-0301");

    void overflowed(Connection connection, MeshProperty<?> limit, String why) {
        refusals.reached(limit);
        failures.add(
                OVERFLOWED,
                "outbox",
                connection.id(),
                "Closing connection " + connection.id() + ", whose client does not keep up: " + why + " (" + limit
                        + ")",
                null);
    }
}
