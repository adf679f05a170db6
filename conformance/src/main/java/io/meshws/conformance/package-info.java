/**
 * Holds servers and clients to the exchanges in {@code exchanges/*.json}; {@code docs/conformance.md} describes their form. {@link
 * io.meshws.conformance.ServerCheck} plays the clients of a server, {@link io.meshws.conformance.ClientCheck} the server of a client,
 * which a {@link io.meshws.conformance.Driver} calls. Everything waits with a bound, on the thread of the caller; reading from a
 * network or a process has a thread of its own.
 */
package io.meshws.conformance;
