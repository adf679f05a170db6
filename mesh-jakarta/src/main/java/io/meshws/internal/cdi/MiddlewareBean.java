package io.meshws.internal.cdi;

import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshException;
import io.meshws.internal.command.CommandPattern;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.protocol.BuiltIn;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.interceptor.Interceptor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A middleware bean, and the commands that it applies to. */
final class MiddlewareBean {
    private final Bean<?> bean;
    private final List<CommandPattern> commands;

    /**
     * @throws MeshException if {@link ForCommands} has a name that can never be a command; the message says what to
     *     change
     */
    MiddlewareBean(Bean<?> bean) {
        this.bean = bean;
        ForCommands bound = bean.getBeanClass().getAnnotation(ForCommands.class);
        commands = bound == null
                ? List.of()
                : Arrays.stream(bound.value()).map(CommandPattern::new).toList();
        if (bound != null && commands.isEmpty()) {
            throw new MeshException("@ForCommands on " + this
                    + " names no command; name at least one, or remove the annotation to apply it to all commands");
        }
        commands.forEach(this::check);
    }

    private void check(CommandPattern command) {
        if (BuiltIn.commands().stream().anyMatch(command::matches)) {
            return;
        }
        if (command.text().startsWith(BuiltIn.PREFIX)) {
            Set<String> known = new TreeSet<>(BuiltIn.commands());
            String hint = Spelling.hint(command.text(), known);
            throw wrong(command, "is not one of mesh's commands" + (hint.isEmpty() ? ", which are " + known : hint));
        }
        try {
            if (!command.isPrefix()) {
                BuiltIn.checkApplicationName(command.text());
            }
        } catch (IllegalArgumentException e) {
            throw wrong(command, "can never be a command: " + e.getMessage());
        }
    }

    private MeshException wrong(CommandPattern command, String why) {
        return new MeshException("@ForCommands(\"" + command + "\") on " + this + ": \"" + command + "\" " + why);
    }

    int priority() {
        Priority priority = bean.getBeanClass().getAnnotation(Priority.class);
        return priority == null ? Interceptor.Priority.APPLICATION : priority.value();
    }

    Class<?> type() {
        return bean.getBeanClass();
    }

    /** Called once the container can create beans. */
    void register(CommandRegistry registry, BeanManager beans) {
        registry.use(
                (CommandMiddleware)
                        beans.getReference(bean, CommandMiddleware.class, beans.createCreationalContext(bean)),
                commands.stream().map(CommandPattern::text).toList());
    }

    /** A message for each name that isn't a command. */
    List<String> withoutCommand(Set<String> names) {
        return commands.stream()
                .filter(command -> names.stream().noneMatch(command::matches))
                .map(command -> "@ForCommands(\"" + command + "\") on " + this + ": there is no such command"
                        + Spelling.hint(command.text(), names))
                .toList();
    }

    @Override
    public String toString() {
        return bean.getBeanClass().getName();
    }
}
