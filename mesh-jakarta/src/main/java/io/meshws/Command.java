package io.meshws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean the handler of a command.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Greetings {
 *     @Command("greet")
 *     public String greet(String name, MeshConnection connection) {
 *         return "Hello " + name + ", you are " + connection.id();
 *     }
 * }
 * }</pre>
 *
 * <p>The method may have these parameters, in any order: {@link MeshContext}, {@link MeshConnection}, and at most one
 * other, which receives the payload: a JSON-P value, or any type that JSON-B can read. It may return nothing, a value
 * that JSON-B expresses, or a {@link java.util.concurrent.CompletionStage} of one.
 *
 * <p>The method runs in its own request scope, on the container's thread, or on the thread that completed asynchronous
 * middleware before it. Interceptors such as {@code @Transactional} and Bean Validation work on it. A method that can't
 * be a handler fails the deployment, and so do two commands with the same name.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Command {
    /** The command's name, which must not begin with {@code mesh/}. */
    String value();
}
