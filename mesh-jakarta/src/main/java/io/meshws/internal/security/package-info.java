/**
 * Access by name: the rules for names, which names an application means ({@link io.meshws.internal.security.Selector}), and
 * the names that are exposed, and to whom ({@link io.meshws.internal.security.Exposure}). Depends on no feature; each
 * feature has its own exposures.
 */
package io.meshws.internal.security;
