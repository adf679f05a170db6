/** What {@code PresenceIT} deploys: tracked rooms, and what can be asked of an instance. */
package io.meshws.it.presence;
