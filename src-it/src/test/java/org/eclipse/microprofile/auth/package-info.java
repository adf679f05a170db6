/** The part of MicroProfile JWT that tests need. */
package org.eclipse.microprofile.auth;
