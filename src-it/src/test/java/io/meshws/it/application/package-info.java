/**
 * The application that {@code ApplicationIT} and {@code WireIT} deploy: small, but it contains everything that an
 * application may do. It reports its observations through commands, because the tests are on the other side of the
 * wire.
 */
package io.meshws.it.application;
