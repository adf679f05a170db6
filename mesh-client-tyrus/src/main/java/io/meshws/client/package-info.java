/**
 * The Java client: {@link io.meshws.client.MeshClient} speaks the mesh protocol over one WebSocket, through the standard
 * {@code jakarta.websocket} client API with Tyrus as its engine.
 *
 * <p>Threads, because everything here follows from them:
 *
 * <ul>
 *   <li><b>Network threads</b> (Tyrus) read frames, match replies with requests and answer pings. No code of the
 *       application runs there, so nothing that it does can hold up a reply or a pong.
 *   <li><b>The listener thread</b>, one a client, runs event listeners, handlers of the server's requests and close
 *       listeners, one after the other in the order in which frames arrived. They may block.
 *   <li><b>Callback threads</b>, a few a client, complete the futures that the application holds. What is chained to them
 *       may block.
 *   <li><b>The timer thread</b> ends requests that took too long; it hands them to the callback threads.
 * </ul>
 *
 * <p>All are daemon threads and end with {@link io.meshws.client.MeshClient#close()}. What belongs to one socket is in
 * {@code Connection}; what outlives a socket, such as listeners, is in {@code MeshClient}.
 */
package io.meshws.client;
