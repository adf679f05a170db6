package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean the handler of a command.
 *
 * <p>Parameters, in any order and number: {@link MeshContext}, {@link MeshConnection}, and at most one other, which
 * receives the payload: a JSON-P value, or whatever JSON-B can read. The result may be void, a value that JSON-B expresses, or a
 * {@link java.util.concurrent.CompletionStage} of one.
 *
 * <p>The method runs on the container's thread, or on the one that completed asynchronous middleware before it, in a
 * request scope of its own; interceptors such as {@code @Transactional}
 * and Bean Validation work on it. A method that cannot serve as a handler, and two of one name, fail the deployment.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Command {
    /** The command's name; must not begin with {@code mesh/}. */
    String value();
}
