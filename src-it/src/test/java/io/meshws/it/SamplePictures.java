package io.meshws.it;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The pictures in {@code docs/pictures}, of the sample as two visitors see it. */
final class SamplePictures {
    private static final Path DIRECTORY = Path.of("..", "docs", "pictures");
    private static final int GAP = 16;

    private SamplePictures() {}

    static void take(SamplePage ada, SamplePage grace) throws IOException {
        Files.createDirectories(DIRECTORY);
        for (SamplePage page : List.of(ada, grace)) {
            page.resize(1280, 800);
            page.scheme("light");
        }
        ada.awaitText("#banner", "");
        ada.say("Shall we plan the week here?");
        grace.say("Yes: put everything on the board");
        ada.say("The other instance shows it too");
        grace.point(-140, 40);
        ada.await("the cursor", () -> !ada.strings("[...document.querySelectorAll('.cursor')].map(e => e.innerText)")
                .isEmpty());
        grace.find("#text").sendKeys("And");
        save("desktop", ada);

        ada.scheme("dark");
        settle(ada);
        save("dark", ada);
        ada.scheme("light");

        grace.resize(390, 844);
        grace.click(".tabs [value=board]");
        settle(grace);
        save("phone", grace);

        for (SamplePage page : List.of(ada, grace)) {
            page.resize(1100, 720);
            settle(page);
        }
        BufferedImage left = image(ada);
        BufferedImage right = image(grace);
        BufferedImage both = new BufferedImage(
                left.getWidth() + GAP + right.getWidth(), left.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D canvas = both.createGraphics();
        canvas.drawImage(left, 0, 0, null);
        canvas.drawImage(right, left.getWidth() + GAP, 0, null);
        canvas.dispose();
        ImageIO.write(both, "png", DIRECTORY.resolve("two-instances.png").toFile());
        for (SamplePage page : List.of(ada, grace)) {
            page.resize(1280, 800);
            page.scheme("");
        }
        grace.find("#text").clear();
    }

    /** Colours fade over: nothing moves any more but the clock. */
    private static void settle(SamplePage page) {
        page.await("settled", () -> (Boolean) page.run("return document.getAnimations().length === 0"));
    }

    private static BufferedImage image(SamplePage page) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(page.picture()));
    }

    private static void save(String name, SamplePage page) throws IOException {
        Files.write(DIRECTORY.resolve(name + ".png"), page.picture());
    }
}
