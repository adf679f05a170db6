package io.meshws.it.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Makes the server authenticate everyone who sends a token. */
@ApplicationScoped
@ApplicationPath("/rest")
@LoginConfig(authMethod = "MP-JWT")
public class TokenLogin extends Application {}
