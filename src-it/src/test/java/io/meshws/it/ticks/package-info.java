/** Deployed by {@code InstancesIT} and {@code IdleConnectionsIT}: mesh's ticks as an application sees them. */
package io.meshws.it.ticks;
