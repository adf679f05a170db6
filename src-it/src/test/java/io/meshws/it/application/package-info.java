/**
 * The application that {@code ApplicationIT} and {@code WireIT} deploy: small, and with everything in it that an application may do. It says
 * what it saw through commands, because the tests are on the other side of the wire.
 */
package io.meshws.it.application;
