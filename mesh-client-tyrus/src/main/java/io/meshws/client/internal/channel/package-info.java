/** Channels that the client follows: positions in them, messages that came meanwhile, and gaps. */
package io.meshws.client.internal.channel;
