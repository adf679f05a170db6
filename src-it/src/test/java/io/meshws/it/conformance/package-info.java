/** The conformance application that {@code docs/conformance.md} describes. */
package io.meshws.it.conformance;
