/**
 * One running instance of mesh: the features put together, started and stopped. Depends on neither CDI nor the
 * container, so tests build it as the deployment does.
 */
package io.meshws.internal.instance;
