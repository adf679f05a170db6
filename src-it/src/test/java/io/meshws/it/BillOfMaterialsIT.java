package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.protocol.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bill of materials lists the content of {@code WEB-INF/lib} of an application with mesh. */
class BillOfMaterialsIT {
    @Test
    void itListsEachLibraryOfAnApplicationInItsOneVersion() throws IOException {
        JsonObject bill = Json.readTrusted(Files.readString(Path.of("../mesh-jakarta/target/bom.json")))
                .asJsonObject();
        assertEquals("CycloneDX", bill.getString("bomFormat"));
        Set<String> listed = bill.getJsonArray("components").getValuesAs(JsonObject.class).stream()
                .map(part -> part.getString("name") + "-" + part.getString("version"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> deployed = Arrays.stream(System.getProperty("it.libraries").split(File.pathSeparator))
                .map(library -> new File(library).getName().replaceFirst("\\.jar$", ""))
                .filter(name -> !name.startsWith("mesh-jakarta-") && !name.startsWith("mesh-ejb-timers-"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(deployed, listed);
    }
}
