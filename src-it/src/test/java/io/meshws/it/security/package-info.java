/** An application with roles and permissions. */
package io.meshws.it.security;
