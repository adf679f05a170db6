package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which events of this class travel with {@link Everywhere}, in place of the class name. With it, the
 * class can be renamed while instances of both versions are running, and {@link Events#emit} and {@link Events#on}
 * can refer to it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventName {
    String value();
}
