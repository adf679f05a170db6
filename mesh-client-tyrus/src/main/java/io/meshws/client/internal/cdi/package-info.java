/**
 * Clients that CDI injects. Nothing else depends on this package, or on CDI: without it on the class path, these classes
 * are never loaded.
 */
package io.meshws.client.internal.cdi;
