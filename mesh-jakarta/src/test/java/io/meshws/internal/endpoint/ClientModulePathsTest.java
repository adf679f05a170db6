package io.meshws.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientModulePathsTest {

    @Test
    void everyModuleOfTheClientIsServedWithItsTypes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "mesh-client-js", "src"))) {
            Set<String> modules = files.map(file -> "/mesh/" + file.getFileName())
                    .filter(path -> path.endsWith(".js") || path.endsWith(".d.ts"))
                    .collect(Collectors.toCollection(TreeSet::new));
            WebServlet served = ClientModule.class.getAnnotation(WebServlet.class);
            assertEquals(modules, new TreeSet<>(List.of(served.urlPatterns())));
        }
    }
}
