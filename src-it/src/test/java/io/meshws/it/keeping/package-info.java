/** Records and channels that a database has too. */
package io.meshws.it.keeping;
