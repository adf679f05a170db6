/** The application of the tests of names. */
package io.meshws.it.names;
