package io.meshws.internal.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The qualifier of events that mesh fires for others: they aren't sent again. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@interface Relayed {

    final class Literal extends AnnotationLiteral<Relayed> implements Relayed {
        private static final long serialVersionUID = 1L;

        static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
