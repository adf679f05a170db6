/** Endpoints with an application's own classes: one that works, and two that fail before they are opened. */
package io.meshws.it.endpoints;
