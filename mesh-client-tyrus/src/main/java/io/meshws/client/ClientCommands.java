package io.meshws.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Commands of the server: the application's, and any other by name.
 *
 * <pre>{@code
 * String greeting = client.commandSync("greet", "Ada", String.class);
 * client.command("report", Map.of("year", 2026), JsonObject.class, Duration.ofMinutes(1))
 *         .thenAccept(report -> System.out.println(report));
 * }</pre>
 */
public interface ClientCommands {

    /** Calls a command; waits for its reply as long as the builder's request time-out says. */
    default <T> CompletableFuture<T> command(String name, Object payload, Class<T> type) {
        return command(name, payload, (Type) type, CommandOptions.DEFAULT);
    }

    /** Like {@link #command(String, Object, Class)}, with a time-out of its own. */
    default <T> CompletableFuture<T> command(String name, Object payload, Class<T> type, Duration timeout) {
        return command(name, payload, (Type) type, CommandOptions.DEFAULT.timeout(timeout));
    }

    /** Like {@link #command(String, Object, Class)}, with options. */
    default <T> CompletableFuture<T> command(String name, Object payload, Class<T> type, CommandOptions options) {
        return command(name, payload, (Type) type, options);
    }

    /** Like {@link #command(String, Object, Class)}, for a type such as {@code List<Item>}, which {@code T} must be. */
    default <T> CompletableFuture<T> command(String name, Object payload, Type type) {
        return command(name, payload, type, CommandOptions.DEFAULT);
    }

    /** Like {@link #command(String, Object, Type)}, with a time-out of its own. */
    default <T> CompletableFuture<T> command(String name, Object payload, Type type, Duration timeout) {
        return command(name, payload, type, CommandOptions.DEFAULT.timeout(timeout));
    }

    /** Like {@link #command(String, Object, Type)}, with options. */
    <T> CompletableFuture<T> command(String name, Object payload, Type type, CommandOptions options);

    /** Like {@link #command(String, Object, Class)}, but waits. */
    default <T> T commandSync(String name, Object payload, Class<T> type) {
        return commandSync(name, payload, (Type) type, CommandOptions.DEFAULT);
    }

    /** Like {@link #command(String, Object, Class, Duration)}, but waits. */
    default <T> T commandSync(String name, Object payload, Class<T> type, Duration timeout) {
        return commandSync(name, payload, (Type) type, CommandOptions.DEFAULT.timeout(timeout));
    }

    /** Like {@link #command(String, Object, Class, CommandOptions)}, but waits. */
    default <T> T commandSync(String name, Object payload, Class<T> type, CommandOptions options) {
        return commandSync(name, payload, (Type) type, options);
    }

    /** Like {@link #command(String, Object, Type)}, but waits. */
    default <T> T commandSync(String name, Object payload, Type type) {
        return commandSync(name, payload, type, CommandOptions.DEFAULT);
    }

    /** Like {@link #command(String, Object, Type, Duration)}, but waits. */
    default <T> T commandSync(String name, Object payload, Type type, Duration timeout) {
        return commandSync(name, payload, type, CommandOptions.DEFAULT.timeout(timeout));
    }

    /** Like {@link #command(String, Object, Type, CommandOptions)}, but waits. */
    <T> T commandSync(String name, Object payload, Type type, CommandOptions options);
}
