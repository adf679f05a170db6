/**
 * Events to many: encoded once, queued for the local receivers, and published once for all other instances, which queue
 * the same text for theirs.
 */
package io.meshws.internal.broadcast;
