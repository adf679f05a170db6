package io.meshws.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void thePageHasWhatIsComputed() throws IOException {
        String page = Files.readString(Path.of("../docs/scale.md"));
        assertTrue(page.contains("\n" + Scale.markdown()), Scale::markdown);
    }
}
