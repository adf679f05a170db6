package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets clients fire events of this class: they call a command with this name, and the event as its payload.
 *
 * <pre>{@code
 * @FromClients("order-seen")
 * public record OrderSeen(@NotBlank String order, @Positive int screen) {}
 * }</pre>
 *
 * <p>The command is like one with {@link Command}: middleware guards it, as do {@code @RolesAllowed}, {@code @PermitAll} and
 * {@code @DenyAll} on the class; a payload that doesn't fit the class is
 * refused with {@code EPAYLOAD}, and one that violates its constraints with {@code EVALIDATION}. Otherwise the event
 * is fired with {@link Everywhere}, and the reply follows once the observers of this instance have run and the event
 * was sent to the other instances.
 *
 * <p>The application must have an observer for the class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FromClients {
    /** The name of the command. */
    String value();
}
