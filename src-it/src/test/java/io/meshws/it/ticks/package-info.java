/** What {@code TickDriverIT} and {@code IdleConnectionsIT} deploy: what an application can see of the clock of mesh. */
package io.meshws.it.ticks;
