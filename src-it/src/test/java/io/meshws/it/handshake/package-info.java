/** What {@code HandshakeIT} deploys: commands that say what the server knows of a client, and endpoints that fail to open. */
package io.meshws.it.handshake;
