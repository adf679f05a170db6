/**
 * The link to the server: one {@code Connection} at a time, and {@code Link}, which replaces it when it is lost.
 *
 * <p>A {@code Call} outlives connections: it waits while there is none, if it may, and is repeated on the next one if the
 * server remembers its answer. Subscriptions are brought back before anyone learns that there is a connection again.
 *
 * <p>Threads: frames arrive on the network thread that reads their socket, one after the other. A call that is answered completes
 * there, before the next frame is read, so work that depends on the order of replies and events is done there too. Nothing here
 * blocks, and no code of the application runs here.
 */
package io.meshws.client.internal.link;
