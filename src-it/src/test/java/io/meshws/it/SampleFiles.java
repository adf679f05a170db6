package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The part of {@link SampleIT} about files that go from tab to tab, on two instances. */
interface SampleFiles {

    @Test
    @Order(SampleIT.IN_USE)
    default void aFileThatIsDroppedOnAPersonGoesToThatPersonsTab() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        drop(ada, "notes.bin", 300_000);
        awaitRow(ada, "Grace is asked to take notes.bin");
        awaitRow(grace, "notes.bin (300 KB) from Ada");
        grace.click("#files button");
        grace.await("it arrived", () -> grace.is("document.querySelector('#files a')"));
        assertEquals(
                Map.of("name", "notes.bin", "size", 300_000L, "sum", 2_100_000L),
                grace.ask(
                        """
                        const done = arguments[0];
                        const link = document.querySelector("#files a");
                        fetch(link.href).then((file) => file.arrayBuffer()).then((buffer) => {
                          const bytes = new Uint8Array(buffer);
                          done({ name: link.download, size: bytes.length, sum: bytes.reduce((sum, each) => sum + each, 0) });
                        });
                        """));
        awaitRow(ada, "Grace has notes.bin");
        grace.click("#files a");
        leavesNoRow(grace);
        ada.click("#files button");
        leavesNoRow(ada);
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void aFileThatIsDeclinedStaysWhereItIs() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        drop(ada, "spam.bin", 3);
        awaitRow(grace, "spam.bin (1 KB) from Ada");
        grace.click("#files button:last-child");
        leavesNoRow(grace);
        awaitRow(ada, "spam.bin: declined");
        ada.click("#files button");
        leavesNoRow(ada);
    }

    private static void drop(SamplePage page, String name, int size) {
        page.await("Grace can be reached", () -> page.is("document.querySelector('#people button')"));
        page.run(
                """
                const [name, size] = arguments;
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([new Uint8Array(size).fill(7)], name));
                document.querySelector("#people button").closest("li")
                    .dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
                """,
                name,
                size);
    }

    private static void awaitRow(SamplePage page, String text) {
        page.await(text, () -> page.text("#files").contains(text));
    }

    private static void leavesNoRow(SamplePage page) {
        page.await("no row", () -> page.is("!document.querySelector('#files li')"));
    }
}
