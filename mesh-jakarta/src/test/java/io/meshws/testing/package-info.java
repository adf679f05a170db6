/** Test utilities for several packages. */
package io.meshws.testing;
