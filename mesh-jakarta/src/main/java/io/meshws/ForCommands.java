package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds a {@link CommandMiddleware} bean to some commands; without this annotation the bean is global.
 *
 * <p>The deployment fails if there are no names, and for names that can never be commands: reserved ones, and names
 * under {@code mesh/} that aren't commands of mesh. Any other name that has no command one second after the start is
 * logged.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForCommands {
    /**
     * Command names, including mesh's own, such as {@code mesh/join-room}. A name that ends with {@code *} is a prefix.
     */
    String[] value();
}
