/**
 * One running instance of mesh: the features put together, started and stopped. Doesn't depend on CDI or the container,
 * so tests build it as the deployment does.
 */
package io.meshws.internal.instance;
