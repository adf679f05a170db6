package io.meshws.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshws.AttributeKey;
import io.meshws.Command;
import io.meshws.CommandChain;
import io.meshws.CommandException;
import io.meshws.CommandMiddleware;
import io.meshws.MeshConnection;
import io.meshws.MeshContext;
import io.meshws.Records;
import io.meshws.protocol.ErrorCode;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Who a connection belongs to. Who enters gets a pass, which the page sends with every later handshake: other tabs and other
 * instances then know the same visitor. An application with a login asks for {@code connection.principal()} instead.
 */
@ApplicationScoped
@Priority(100)
public class Visitors implements CommandMiddleware {
    private static final AttributeKey<Entered> ENTERED = AttributeKey.of("entered");

    /** Whom the others see. */
    public record Visitor(String id, String name, int hue) {}

    private record Entered(String pass, Visitor visitor) {}

    @Inject
    private Records records;

    void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
        records.expireAfter(Pattern.compile("visitor:.+"), Duration.ofDays(30));
    }

    /** Looks the pass up before the first command of a connection. */
    @Override
    public CompletionStage<Object> handle(MeshContext context, CommandChain chain) {
        MeshConnection connection = context.connection();
        Optional<String> pass = connection.bearerToken();
        if (pass.isEmpty() || of(connection).isPresent()) {
            return chain.proceed();
        }
        return records.get(recordOf(pass.get())).thenCompose(found -> {
            found.value().ifPresent(known -> connection.attribute(ENTERED, entered(pass.get(), known.asJsonObject())));
            return chain.proceed();
        });
    }

    /** The payload of {@code enter}. */
    public record Enter(@NotBlank @Size(max = 24) String name, @Min(0) @Max(359) int hue) {}

    /** Enters, or takes another name. */
    @Command("enter")
    public CompletionStage<Map<String, String>> enter(@Valid @NotNull Enter enter, MeshConnection connection) {
        String id = of(connection).map(Visitor::id).orElse(UUID.randomUUID().toString());
        String pass = connection
                .attribute(ENTERED)
                .map(Entered::pass)
                .orElse(UUID.randomUUID().toString());
        Visitor visitor = new Visitor(id, enter.name().strip(), enter.hue());
        return records.write(recordOf(pass), visitor).thenApply(version -> {
            connection.attribute(ENTERED, new Entered(pass, visitor));
            return Map.of("id", id, "pass", pass);
        });
    }

    static Optional<Visitor> of(MeshConnection connection) {
        return connection.attribute(ENTERED).map(Entered::visitor);
    }

    static Visitor require(MeshConnection connection) {
        return of(connection).orElseThrow(() -> new CommandException(ErrorCode.EFORBIDDEN, "Enter first"));
    }

    private static Entered entered(String pass, JsonObject known) {
        return new Entered(pass, new Visitor(known.getString("id"), known.getString("name"), known.getInt("hue")));
    }

    /** It is exposed to no client, and whoever reads the store learns no pass. */
    private static String recordOf(String pass) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(pass.getBytes(UTF_8));
            return "visitor:" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
