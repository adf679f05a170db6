package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets clients fire events of this class: they call a command with this name, whose payload is the event.
 *
 * <pre>{@code
 * @FromClients("order-seen")
 * public record OrderSeen(@NotBlank String order, @Positive int screen) {}
 * }</pre>
 *
 * <p>The command is like one with {@link Command}: middleware guards it, a payload that doesn't fit is {@code EPAYLOAD},
 * and one that violates its constraints {@code EVALIDATION}. Then the event is fired with {@link Everywhere}. The reply
 * comes when the observers of this instance ran and the event was sent to the other instances.
 *
 * <p>The class needs an observer in the application.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FromClients {
    /** The name of the command. */
    String value();
}
