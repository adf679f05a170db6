package io.meshws.sample;

import io.meshws.AttributeKey;
import io.meshws.Command;
import io.meshws.CommandChain;
import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.MeshConnection;
import io.meshws.MeshContext;
import io.meshws.protocol.ErrorCode;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Who a connection belongs to. Who enters gets a pass, which the page sends with every later handshake: other tabs and other
 * instances then know the same visitor. The pass of each connection is checked before its first command. An application with a
 * login asks for {@code connection.principal()} instead.
 */
@ApplicationScoped
@Priority(100)
public class Visitors implements CommandMiddleware {
    private static final AttributeKey<Visitor> VISITOR = AttributeKey.of("visitor");

    /** Whom the others see. */
    public record Visitor(String id, String name, int hue) {}

    /** The payload of {@code enter}. */
    public record Enter(@NotBlank @Size(max = 24) String name, @Min(0) @Max(359) int hue) {}

    @Inject
    private Passes passes;

    @Inject
    private Instance instance;

    @Override
    public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
        MeshConnection connection = context.connection();
        Optional<String> pass = connection.bearerToken();
        if (pass.isEmpty() || of(connection).isPresent()) {
            return chain.proceed();
        }
        return passes.read(pass.get()).thenCompose(visitor -> {
            visitor.ifPresent(known -> connection.attribute(VISITOR, known));
            return chain.proceed();
        });
    }

    /** Enters, or takes another name. */
    @Command("enter")
    public CompletionStage<Map<String, Object>> enter(@Valid @NotNull Enter enter, MeshConnection connection) {
        String id = of(connection).map(Visitor::id).orElseGet(() -> UUID.randomUUID()
                .toString());
        Visitor visitor = new Visitor(id, enter.name().strip(), enter.hue());
        return passes.write(visitor).thenApply(pass -> {
            connection.attribute(VISITOR, visitor);
            return Map.of("id", id, "pass", pass, "instance", instance.name(), "mayStop", Instance.MAY_STOP);
        });
    }

    static Optional<Visitor> of(MeshConnection connection) {
        return connection.attribute(VISITOR);
    }

    static Visitor require(MeshConnection connection) {
        return of(connection).orElseThrow(() -> new CommandException(ErrorCode.EFORBIDDEN, "Enter first"));
    }
}
