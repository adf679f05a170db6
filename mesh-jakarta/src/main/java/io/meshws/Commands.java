package io.meshws;

import java.util.Set;

/**
 * The commands that clients may call.
 *
 * <pre>{@code
 * mesh.commands().expose("add", call -> {
 *     Integer[] numbers = call.payload(Integer[].class);
 *     return numbers[0] + numbers[1];
 * });
 * }</pre>
 *
 * <p>Thread-safe: commands may change while clients are connected. {@link Command} does the same for a method of a CDI
 * bean.
 */
public interface Commands {

    /**
     * Adds a command.
     *
     * @param middleware run for this command only, in this order, after the global ones and those bound by {@link
     *     ForCommands}
     * @throws IllegalArgumentException if the name is empty or begins with {@code mesh/}
     * @throws IllegalStateException if a command with that name exists
     */
    void expose(String name, CommandHandler handler, CommandMiddleware... middleware);

    /**
     * Removes a command; calls that are running continue.
     *
     * @return whether it existed
     */
    boolean remove(String name);

    /** Adds a global middleware after the existing ones. */
    void use(CommandMiddleware middleware);

    /** The names of the application's commands. */
    Set<String> names();
}
