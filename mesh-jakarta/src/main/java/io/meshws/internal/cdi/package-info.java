/**
 * The CDI shell around {@link io.meshws.internal.instance.MeshInstance}: finds commands and middleware, reads the
 * configuration, starts and stops the instance with the application, and makes the facades injectable. A configuration
 * or declaration that can't work fails the deployment here.
 */
package io.meshws.internal.cdi;
