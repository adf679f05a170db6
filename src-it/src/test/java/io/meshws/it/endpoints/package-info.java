/** Endpoints of an application's own classes: one that serves, and two that fail before they are opened. */
package io.meshws.it.endpoints;
