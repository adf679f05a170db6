package io.meshws.it.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;

/** Has the server ask for name and password. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "it")
public class BasicLogin {}
