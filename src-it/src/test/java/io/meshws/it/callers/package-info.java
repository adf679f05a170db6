/** An application that asks the server itself who the caller is. */
package io.meshws.it.callers;
