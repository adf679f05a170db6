/**
 * The Java client: {@link io.meshws.client.MeshClient} speaks the mesh protocol over one WebSocket at a time, and makes a new
 * one when it is lost.
 *
 * <p>Threads, because everything here follows from them. All clients of a class loader share them:
 *
 * <ul>
 *   <li><b>Network threads</b>, a few, read frames, match replies with requests, keep the copies of followed things and
 *       answer pings. The application's code never runs there, so it can't hold up a reply or a pong.
 *   <li><b>Callback threads</b> run listeners and handlers, those of one client one after the other in the order in which
 *       frames arrived, and complete the futures that the application holds. All that may block: threads are added when work
 *       waits. Executors of the application can take their place.
 *   <li><b>The timer thread</b> ends requests that took too long, and begins attempts to connect.
 * </ul>
 *
 * <p>All are daemon threads, and end a moment after the last client was closed. The implementation is in
 * {@code io.meshws.client.internal}.
 */
package io.meshws.client;
