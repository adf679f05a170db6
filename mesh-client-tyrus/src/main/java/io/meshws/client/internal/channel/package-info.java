/** Channels that the client follows: places in them, what came meanwhile, and gaps. */
package io.meshws.client.internal.channel;
