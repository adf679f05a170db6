/** Pipes: the client's ends of them, how they are opened, accepted and restored, and the application's view of them. */
package io.meshws.client.internal.pipe;
