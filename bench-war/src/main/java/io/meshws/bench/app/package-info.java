/** The endpoints that the bench measures: of mesh, and of the container without it. */
package io.meshws.bench.app;
