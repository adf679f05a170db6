/** Deployed by {@code HandshakeIT} and {@code SmokeIT}: commands that return what the server knows about a client. */
package io.meshws.it.handshake;
