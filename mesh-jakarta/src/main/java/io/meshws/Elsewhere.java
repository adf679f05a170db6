package io.meshws;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For observers that only receive events that other instances fired with {@link Everywhere}: {@code void on(@Observes
 * @Elsewhere PriceChanged change)}. Events can't be fired with it.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Elsewhere {

    /** The qualifier of events that come from another instance. */
    final class Literal extends AnnotationLiteral<Elsewhere> implements Elsewhere {
        private static final long serialVersionUID = 1L;

        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
