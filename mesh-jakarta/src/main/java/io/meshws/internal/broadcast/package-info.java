/**
 * Broadcasts: an event is encoded once, queued for the local receivers, and published once for all other instances,
 * which queue the same text for their own receivers.
 */
package io.meshws.internal.broadcast;
