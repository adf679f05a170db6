/**
 * What an application uses: inject {@link io.meshws.MeshServer}, annotate methods with {@link io.meshws.Command}, observe
 * {@link io.meshws.ConnectionOpened} and {@link io.meshws.ConnectionClosed}.
 *
 * <p>Everything here is thread-safe unless it says otherwise. What talks to other instances returns a {@link
 * java.util.concurrent.CompletionStage}; what only concerns this instance returns at once.
 *
 * <p>No argument may be null unless it is a value that becomes JSON, or its documentation says so. A name that is null fails
 * with {@link io.meshws.InvalidNameException}, anything else with a {@link java.lang.NullPointerException} that names the
 * parameter.
 */
package io.meshws;
