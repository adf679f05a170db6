/** An identity store of Jakarta Security. */
package io.meshws.it.stores;
