package io.meshws;

import java.util.Set;

/** The commands that clients may call. Thread-safe: may change while clients are connected. */
public interface Commands {

    /**
     * Adds a command.
     *
     * @param middleware run for this command only, in this order, after the global ones and those bound by {@link
     *     ForCommands}
     * @throws IllegalArgumentException where the name is empty or begins with {@code mesh/}
     * @throws IllegalStateException where a command of that name exists
     */
    void expose(String name, CommandHandler handler, CommandMiddleware... middleware);

    /**
     * Removes a command; those that run go on.
     *
     * @return whether it existed
     */
    boolean remove(String name);

    /** Adds a global middleware, after those that are there. */
    void use(CommandMiddleware middleware);

    /** The names of the application's commands. */
    Set<String> names();
}
