package io.meshws.internal.collection;

import java.util.List;

/**
 * The selection of a resolver.
 *
 * @param query null if it selected ids
 * @param ids without duplicates
 * @param dependencies if one of these finds others, the resolver is asked again
 */
record Selected(Plan query, List<String> ids, List<Plan> dependencies) {}
