package io.meshws;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes CDI events travel to all instances.
 *
 * <pre>{@code
 * public record PriceChanged(String article, int price) {}
 *
 * @ApplicationScoped
 * public class Prices {
 *     @Inject
 *     @Everywhere
 *     private Event<PriceChanged> changes;
 *
 *     public void change(String article, int price) {
 *         changes.fire(new PriceChanged(article, price));
 *     }
 *
 *     void show(@Observes @Everywhere PriceChanged change) {
 *         System.out.println(change.article() + " costs " + change.price());
 *     }
 * }
 * }</pre>
 *
 * <p>{@code fire} runs the observers of this instance as usual, and then sends the event, as JSON, to the other
 * instances that have an observer with this qualifier for the class. Their observers run shortly afterwards, for one
 * event of a sender after the other. An event is delivered at most once; an instance that is away misses it.
 * Observers with {@link Elsewhere} only receive events of other instances.
 *
 * <p>The class must not have type parameters. Other qualifiers aren't sent.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Everywhere {

    /** For {@code Event.select}. */
    final class Literal extends AnnotationLiteral<Everywhere> implements Everywhere {
        private static final long serialVersionUID = 1L;

        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
