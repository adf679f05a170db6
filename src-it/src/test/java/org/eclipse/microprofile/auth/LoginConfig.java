package org.eclipse.microprofile.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of MicroProfile JWT. A server has its own: this is only compiled against. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LoginConfig {
    String authMethod();

    String realmName() default "";
}
