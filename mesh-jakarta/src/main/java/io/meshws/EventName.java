package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which events of this class travel with {@link Everywhere}, instead of the name of the class: so that
 * the class can be renamed while instances of both versions run, and {@link Events#emit} and {@link Events#on} can mean
 * it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventName {
    String value();
}
