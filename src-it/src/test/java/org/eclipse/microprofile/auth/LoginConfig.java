package org.eclipse.microprofile.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The annotation of MicroProfile JWT, to compile against; a server has its own. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LoginConfig {
    String authMethod();

    String realmName() default "";
}
