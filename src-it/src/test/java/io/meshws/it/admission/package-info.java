/** An application that decides by the handshake, and by roles. */
package io.meshws.it.admission;
