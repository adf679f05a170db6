/**
 * The API for applications: inject {@link io.meshws.MeshServer}, annotate methods with {@link io.meshws.Command},
 * observe {@link io.meshws.ConnectionOpened} and {@link io.meshws.ConnectionClosed}.
 *
 * <p>Everything here is thread-safe unless it says otherwise. Methods that involve other instances return a {@link
 * java.util.concurrent.CompletionStage}; methods that only concern this instance return at once.
 *
 * <p>Arguments must not be null unless they are values that become JSON, or their documentation says so. A name that is
 * null fails with {@link io.meshws.InvalidNameException}, anything else with a {@link java.lang.NullPointerException}
 * that names the parameter.
 */
package io.meshws;
