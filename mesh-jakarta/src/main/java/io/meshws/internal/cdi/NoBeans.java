package io.meshws.internal.cdi;

import io.meshws.CommandMiddleware;
import io.meshws.ForCommands;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Vetoed;
import java.util.Collection;
import java.util.List;

/**
 * Finds classes with annotations that have no effect because the classes aren't beans. CDI doesn't report them: it may
 * not even look at a class without a scope.
 *
 * @param commands the classes of beans that have commands
 * @param middleware the classes of beans that are middleware
 */
record NoBeans(Collection<? extends Class<?>> commands, Collection<? extends Class<?>> middleware) {
    private static final String FIX = "; give it a scope such as @ApplicationScoped";

    /** One message for each class. */
    List<String> among(Collection<Class<?>> annotated) {
        return annotated.stream()
                .filter(type -> !type.isAnnotationPresent(Alternative.class) && !type.isAnnotationPresent(Vetoed.class))
                .filter(type -> !isBean(type))
                .map(NoBeans::message)
                .sorted()
                .toList();
    }

    private boolean isBean(Class<?> type) {
        return (type.isAnnotationPresent(ForCommands.class) ? middleware : commands)
                .stream().anyMatch(type::isAssignableFrom);
    }

    private static String message(Class<?> type) {
        if (!type.isAnnotationPresent(ForCommands.class)) {
            return "@Command in " + type.getName() + " has no effect, because the class is not a bean" + FIX;
        }
        return "@ForCommands on " + type.getName() + " has no effect, because the class "
                + (CommandMiddleware.class.isAssignableFrom(type)
                        ? "is not a bean" + FIX
                        : "is not a CommandMiddleware");
    }
}
