/** What tests need of MicroProfile JWT. */
package org.eclipse.microprofile.auth;
