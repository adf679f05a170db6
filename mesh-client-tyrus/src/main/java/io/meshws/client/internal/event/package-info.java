/** What the application registered to hear: it outlives connections. */
package io.meshws.client.internal.event;
