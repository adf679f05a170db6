/** What tests of several packages use. */
package io.meshws.testing;
