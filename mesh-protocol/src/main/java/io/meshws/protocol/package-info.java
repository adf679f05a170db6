/**
 * The wire format: frames, built-in command names, error and close codes, JSON read with limits.
 *
 * <p>Nothing here depends on a container, Redis or CDI; the server and the Java client share it. All types are
 * immutable or stateless and may be used by any thread.
 */
package io.meshws.protocol;
