package io.meshws.internal.command;

import io.meshws.CommandHandler;
import io.meshws.CommandMiddleware;
import io.meshws.Commands;
import io.meshws.protocol.BuiltIn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The commands of this instance. A look-up reads an immutable map, which every change replaces; a running command keeps
 * the middleware that it started with.
 */
public final class CommandRegistry implements Commands {
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Bound> middleware = new ArrayList<>();
    private volatile Map<String, CommandRoute> routes = Map.of();

    private record Entry(CommandHandler handler, List<CommandMiddleware> own, boolean isOpen) {}

    /** Middleware with the commands that it's bound to; none means all. */
    private record Bound(CommandMiddleware middleware, List<CommandPattern> commands) {
        boolean isGlobal() {
            return commands.isEmpty();
        }

        boolean isFor(String command) {
            return commands.stream().anyMatch(pattern -> pattern.matches(command));
        }
    }

    @Override
    public void expose(String name, CommandHandler handler, CommandMiddleware... own) {
        BuiltIn.checkApplicationName(name);
        Objects.requireNonNull(handler, "handler");
        for (CommandMiddleware one : Objects.requireNonNull(own, "middleware")) {
            Objects.requireNonNull(one, "middleware");
        }
        add(name, new Entry(handler, List.of(own), false));
    }

    /** @param isOpen whether clients may call it that have to sign in and didn't */
    public void expose(String name, CommandHandler handler, boolean isOpen) {
        BuiltIn.checkApplicationName(name);
        add(name, new Entry(handler, List.of(), isOpen));
    }

    /** Adds one of mesh's own commands. */
    public void builtIn(String name, CommandHandler handler) {
        add(name, new Entry(handler, List.of(), false));
    }

    private synchronized void add(String name, Entry entry) {
        if (entries.putIfAbsent(name, entry) != null) {
            throw new IllegalStateException("The command " + name + " already exists; remove it first");
        }
        rebuild();
    }

    @Override
    public synchronized boolean remove(String name) {
        if (Objects.requireNonNull(name, "name").startsWith(BuiltIn.PREFIX) || entries.remove(name) == null) {
            return false;
        }
        rebuild();
        return true;
    }

    @Override
    public void use(CommandMiddleware global) {
        use(Objects.requireNonNull(global, "middleware"), List.of());
    }

    /** Adds middleware for the commands that match a {@link CommandPattern}; for all commands if there is no pattern. */
    public synchronized void use(CommandMiddleware added, List<String> patterns) {
        middleware.add(
                new Bound(added, patterns.stream().map(CommandPattern::new).toList()));
        rebuild();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(routes.keySet());
        names.removeIf(name -> name.startsWith(BuiltIn.PREFIX));
        return Collections.unmodifiableSet(names);
    }

    /** The names of all commands, including mesh's own. */
    public Set<String> allNames() {
        return routes.keySet();
    }

    /** The route of a command, or null if there is no command with that name. */
    CommandRoute find(String name) {
        return routes.get(name);
    }

    private void rebuild() {
        Map<String, CommandRoute> built = new HashMap<>();
        entries.forEach((name, entry) -> {
            List<CommandMiddleware> all = new ArrayList<>();
            middleware.stream().filter(Bound::isGlobal).map(Bound::middleware).forEach(all::add);
            middleware.stream()
                    .filter(bound -> bound.isFor(name))
                    .map(Bound::middleware)
                    .forEach(all::add);
            all.addAll(entry.own());
            built.put(name, new CommandRoute(entry.handler(), List.copyOf(all), entry.isOpen()));
        });
        routes = Map.copyOf(built);
    }
}
