package io.meshws.internal.cdi;

import io.meshws.Command;
import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import io.meshws.MeshConfig;
import io.meshws.MeshException;
import io.meshws.internal.command.CommandRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what the application's beans mean to mesh while the container starts, and fails the deployment where it must. */
public class MeshExtension implements Extension {
    private final List<CommandMethod> commands = new ArrayList<>();
    private final List<Bean<?>> middleware = new ArrayList<>();
    private final List<MeshException> problems = new ArrayList<>();
    private boolean configuredByBean;

    <X> void findCommands(@Observes ProcessManagedBean<X> event) {
        for (AnnotatedMethod<? super X> method : event.getAnnotatedBeanClass().getMethods()) {
            if (method.isAnnotationPresent(Command.class)) {
                try {
                    commands.add(new CommandMethod(event.getBean(), method.getJavaMember()));
                } catch (MeshException e) {
                    problems.add(e);
                }
            }
        }
    }

    <X> void findOthers(@Observes ProcessBean<X> event) {
        Bean<X> bean = event.getBean();
        if (bean.getTypes().contains(CommandMiddleware.class)) {
            middleware.add(bean);
        }
        configuredByBean |= bean.getTypes().contains(MeshConfig.class);
    }

    void validate(@Observes AfterDeploymentValidation event) {
        Map<String, CommandMethod> byName = new HashMap<>();
        CommandRegistry names = new CommandRegistry();
        for (CommandMethod command : commands) {
            CommandMethod other = byName.putIfAbsent(command.name(), command);
            if (other != null) {
                problems.add(new MeshException("@Command(\"" + command.name() + "\") is on both " + other + " and "
                        + command + "; rename one"));
                continue;
            }
            try {
                names.expose(command.name(), context -> null);
            } catch (IllegalArgumentException e) {
                problems.add(new MeshException(
                        "@Command(\"" + command.name() + "\") " + command + ": " + e.getMessage() + "; rename it"));
            }
        }
        if (!configuredByBean) {
            try {
                MeshConfig.from(ConfigSource.ofThisServer());
            } catch (MeshException e) {
                problems.add(e);
            }
        }
        problems.forEach(event::addDeploymentProblem);
    }

    /** Adds what was found. */
    void register(CommandRegistry registry, BeanManager beans) {
        middleware.stream()
                .sorted(Comparator.comparingInt(MeshExtension::priority))
                .forEach(bean -> registry.use(
                        (CommandMiddleware)
                                beans.getReference(bean, CommandMiddleware.class, beans.createCreationalContext(bean)),
                        boundTo(bean)));
        commands.forEach(command -> registry.expose(command.name(), command.handler(beans)));
    }

    private static int priority(Bean<?> bean) {
        Priority priority = bean.getBeanClass().getAnnotation(Priority.class);
        return priority == null ? Interceptor.Priority.APPLICATION : priority.value();
    }

    private static List<String> boundTo(Bean<?> bean) {
        ForCommands commands = bean.getBeanClass().getAnnotation(ForCommands.class);
        return commands == null ? List.of() : List.of(commands.value());
    }
}
