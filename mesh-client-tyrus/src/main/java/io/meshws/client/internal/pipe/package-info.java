/** Pipes: the client's ends of them, how they are opened, accepted and brought back, and what the application sees of them. */
package io.meshws.client.internal.pipe;
