/** Deployed by {@code InstancesIT} and {@code IdleConnectionsIT}: what an application can see of mesh's ticks. */
package io.meshws.it.ticks;
