/**
 * Who may do what with which name: the rules for names, and what is exposed to whom ({@link
 * io.meshws.internal.security.Exposure}). Knows no feature; each has exposures of its own.
 */
package io.meshws.internal.security;
