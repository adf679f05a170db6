/**
 * The client behind {@link io.meshws.client.MeshClient}. {@code Core} is where its parts meet: the link to the server, the
 * application's registrations, and the features. The application calls {@code Client}.
 *
 * <table>
 * <caption>Packages</caption>
 * <tr><td>{@code socket}</td><td>WebSocket, by Tyrus</td></tr>
 * <tr><td>{@code runtime}</td><td>threads, timers and the mailbox</td></tr>
 * <tr><td>{@code link}</td><td>connections, one after the other; calls that outlive them; restoring the last
 * state</td></tr>
 * <tr><td>{@code event}</td><td>listeners and handlers</td></tr>
 * <tr><td>{@code topic}</td><td>the common parts of all subscriptions</td></tr>
 * <tr><td>{@code channel}, {@code record}, {@code presence}, {@code room}, {@code pipe}</td><td>the features</td></tr>
 * <tr><td>{@code cdi}</td><td>clients that are injected; nothing else knows CDI</td></tr>
 * </table>
 */
package io.meshws.client.internal;
