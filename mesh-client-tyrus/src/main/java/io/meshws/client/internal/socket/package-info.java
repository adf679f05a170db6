/**
 * The one package that knows Tyrus. {@link io.meshws.client.internal.socket.WebSocket} is all that others use.
 *
 * <p>All sockets share the network threads of Tyrus' JDK container ({@code TyrusContainer}), which start with the first
 * socket and end with the last client ({@code NetworkThreads}). Of its other container, Grizzly, a shared one never lets go of a connection
 * whose handshake is not answered, and one that is not shared has threads for each connection.
 *
 * <p>Threads: an attempt to connect holds a thread of the executor that it is given until it succeeds, fails or is
 * aborted. Listeners are called on the network threads and must not block.
 */
package io.meshws.client.internal.socket;
