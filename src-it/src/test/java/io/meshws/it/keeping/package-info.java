/** Records that a database has too. */
package io.meshws.it.keeping;
