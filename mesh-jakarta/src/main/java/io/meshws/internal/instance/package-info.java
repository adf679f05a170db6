/**
 * One running instance of mesh: the features put together, started and stopped. Knows neither CDI nor the container, so
 * that tests build it as the deployment does.
 */
package io.meshws.internal.instance;
