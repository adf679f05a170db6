/** Deployed by {@code PresenceIT}: tracked rooms, and questions for an instance. */
package io.meshws.it.presence;
