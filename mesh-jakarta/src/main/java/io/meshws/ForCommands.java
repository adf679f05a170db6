package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds a {@link CommandMiddleware} bean to some commands; without it the bean is global.
 *
 * <p>Names that can never be commands fail the deployment: none at all, a reserved name, and a name under {@code mesh/} that
 * is not a command of mesh. Any other name without a command is logged a second after the start.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForCommands {
    /** Command names, mesh's own included, such as {@code mesh/join-room}; one that ends with {@code *} is a prefix. */
    String[] value();
}
