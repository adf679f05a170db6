package io.meshws.internal.cdi;

import io.meshws.CommandException;
import io.meshws.MeshConnection;
import io.meshws.protocol.ErrorCode;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may call a command, as {@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll} say: on the method, as a
 * subclass overrides it, else on the class that declares it, else on the class of the bean.
 *
 * @param roles one of them is needed, if present
 */
record CommandCallers(Optional<Set<String>> roles) {
    private static final CommandCallers EVERYONE = new CommandCallers(Optional.empty());
    /** Stands for whatever roles a user has, as in {@code web.xml}. */
    private static final String ANY_USER = "**";

    /** @throws IllegalArgumentException if the annotations contradict each other, or name no role */
    static CommandCallers of(Method method, Class<?> bean) {
        Stream<AnnotatedElement> places =
                Stream.concat(overriding(method, bean), Stream.of(method.getDeclaringClass(), bean));
        return places.flatMap(place -> declared(place).stream()).findFirst().orElse(EVERYONE);
    }

    private static Stream<Method> overriding(Method method, Class<?> bean) {
        Stream<Class<?>> classes = method.getDeclaringClass().isInterface()
                ? Stream.of(method.getDeclaringClass())
                : Stream.iterate(bean, method.getDeclaringClass()::isAssignableFrom, Class::getSuperclass);
        return classes.flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(other -> other.getName().equals(method.getName())
                        && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
    }

    private static Optional<CommandCallers> declared(AnnotatedElement place) {
        RolesAllowed some = place.getAnnotation(RolesAllowed.class);
        boolean all = place.isAnnotationPresent(PermitAll.class);
        boolean none = place.isAnnotationPresent(DenyAll.class);
        if ((some != null && (all || none)) || (all && none)) {
            throw new IllegalArgumentException(
                    "only one of @RolesAllowed, @PermitAll and @DenyAll is allowed on " + place);
        }
        if (some == null) {
            return all || none
                    ? Optional.of(none ? new CommandCallers(Optional.of(Set.of())) : EVERYONE)
                    : Optional.empty();
        }
        if (some.value().length == 0) {
            throw new IllegalArgumentException("@RolesAllowed names no role on " + place);
        }
        return Optional.of(new CommandCallers(Optional.of(Set.copyOf(List.of(some.value())))));
    }

    /** @throws CommandException if the client may not call it */
    void check(MeshConnection connection) {
        if (roles.isPresent() && roles.get().stream().noneMatch(role -> has(connection, role))) {
            throw new CommandException(ErrorCode.EFORBIDDEN, "You may not call this command");
        }
    }

    private static boolean has(MeshConnection connection, String role) {
        return role.equals(ANY_USER)
                ? connection.principal().isPresent()
                : connection.roles().contains(role);
    }
}
