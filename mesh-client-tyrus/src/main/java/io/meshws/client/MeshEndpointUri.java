package io.meshws.client;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * With CDI, has a client of another server injected.
 *
 * <pre>{@code
 * class Stock {
 *     @Inject
 *     @MeshEndpointUri("${stock.uri:ws://stock.example.com/app/mesh}")
 *     MeshClient stock;
 *
 *     int left(String article) {
 *         return stock.commandSync("left", article, Integer.class);
 *     }
 * }
 * }</pre>
 *
 * <p>An application has one client for each address. It is made, and connects, when it is first used ({@link
 * MeshClientBuilder#connectWhenUsed}); it keeps trying until the server is there, runs listeners on managed threads of
 * the server, on which they find the application's context, and is closed when the application ends; an application need
 * not close it. An observer of the event {@link MeshClientBuilder} can change any of this, and add tokens, before the
 * client is made.
 */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD})
public @interface MeshEndpointUri {

    /**
     * The address, {@code ws:} or {@code wss:}. {@code ${name}} stands for a property, {@code ${name:other}} for the text
     * after the colon if there is no such property. Properties are read from MicroProfile Config if the server has it, else
     * from system properties, then from environment variables ({@code STOCK_URI} for {@code stock.uri}). The
     * deployment fails if a property is missing, or the result is not an address.
     */
    @Nonbinding
    String value();

    /** For {@code Instance.select}. */
    final class Literal extends AnnotationLiteral<MeshEndpointUri> implements MeshEndpointUri {
        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
