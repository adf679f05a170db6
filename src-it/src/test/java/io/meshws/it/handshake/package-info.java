/** What {@code HandshakeIT} and {@code SmokeIT} deploy: commands that say what the server knows of a client. */
package io.meshws.it.handshake;
