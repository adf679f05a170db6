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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The callers that a command allows, as {@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll} say: on the method as the
 * bean has it, else on the type that declares it, else on a method that it overrides or on the type of that one, else on the class
 * of the bean.
 *
 * @param roles one of them is needed, if present
 * @param isOpen even to clients that still have to sign in
 */
record CommandCallers(Optional<Set<String>> roles, boolean isOpen) {
    private static final CommandCallers UNSAID = new CommandCallers(Optional.empty(), false);
    private static final CommandCallers EVERYONE = new CommandCallers(Optional.empty(), true);
    /** Stands for any role of a user, as in {@code web.xml}. */
    private static final String ANY_USER = "**";

    /** @throws IllegalArgumentException if the annotations contradict each other, or name no role */
    static CommandCallers of(Method method, Class<?> bean) {
        Stream<AnnotatedElement> places = declarers(method, bean)
                .flatMap(type -> declarations(method, type).flatMap(each -> Stream.of(each, type)));
        return Stream.concat(places, Stream.of(bean))
                .flatMap(place -> declared(place).stream())
                .findFirst()
                .orElse(UNSAID);
    }

    /**
     * The callers that a class of events allows.
     *
     * @throws IllegalArgumentException as for a method
     */
    static CommandCallers of(Class<?> event) {
        return declared(event).orElse(UNSAID);
    }

    /** The types that may declare the method, from that of the bean; of interfaces, those that extend others first. */
    private static Stream<Class<?>> declarers(Method method, Class<?> bean) {
        Class<?> declaring = method.getDeclaringClass();
        List<Class<?>> classes = Stream.<Class<?>>iterate(bean, Objects::nonNull, Class::getSuperclass)
                .toList();
        if (!declaring.isInterface()) {
            return classes.stream().filter(declaring::isAssignableFrom);
        }
        return Stream.concat(
                classes.stream(),
                classes.stream()
                        .flatMap(CommandCallers::interfaces)
                        .distinct()
                        .filter(declaring::isAssignableFrom)
                        .sorted(Comparator.comparing(type -> -interfaces(type).count())));
    }

    private static Stream<Class<?>> interfaces(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).flatMap(each -> Stream.concat(Stream.of(each), interfaces(each)));
    }

    private static Stream<Method> declarations(Method method, Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
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
            return all || none ? Optional.of(none ? of(Set.of()) : EVERYONE) : Optional.empty();
        }
        if (some.value().length == 0) {
            throw new IllegalArgumentException("@RolesAllowed names no role on " + place);
        }
        return Optional.of(of(Set.copyOf(List.of(some.value()))));
    }

    private static CommandCallers of(Set<String> roles) {
        return new CommandCallers(Optional.of(roles), false);
    }

    /** The roles that an application gives a name. */
    Set<String> named() {
        return roles.orElse(Set.of()).stream()
                .filter(role -> !role.equals(ANY_USER))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws CommandException if the client may not call it */
    void check(MeshConnection connection) {
        if (roles.isPresent() && !hasOne(connection)) {
            throw new CommandException(ErrorCode.EFORBIDDEN, "You may not call this command");
        }
    }

    private boolean hasOne(MeshConnection connection) {
        for (String role : roles.get()) {
            if (has(connection, role)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(MeshConnection connection, String role) {
        return role.equals(ANY_USER)
                ? connection.principal().isPresent()
                : connection.roles().contains(role);
    }
}
