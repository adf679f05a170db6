package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The part of {@link SampleIT} about accessibility and speed; its measurements are printed. */
interface SampleQuality {
    String CROWD = SamplePage.read("/browser/crowd.js");
    String CURSORS = SamplePage.read("/browser/cursors.js");

    @Test
    @Order(SampleIT.IN_USE)
    default void everythingCanBeDoneByKeyboardAlone() {
        SamplePage grace = SampleIT.grace;
        SamplePage page = SampleIT.anotherTab();
        page.tabTo("#name");
        page.press(Keys.chord(Keys.CONTROL, "a"), "Ada");
        page.tabTo("[name=hue]:checked");
        page.press(Keys.ARROW_RIGHT);
        String hue = (String) page.run("return document.activeElement.value");
        page.press(Keys.ENTER);
        page.await("closed", () -> page.is("document.activeElement.id === 'me'"));
        grace.await("entered", () -> grace.doing("Ada").endsWith("2 tabs"));
        assertEquals(hue, page.run("return sessionStorage.hue"));

        page.tabTo("#rooms a[href='#ideas']");
        page.press(Keys.ENTER);
        page.awaitText("#chat-title", "Chat in ideas");
        page.tabTo("#poll [value=lunch]");
        page.press(Keys.SPACE);
        grace.awaitText("#poll [value=lunch] .votes", "1");

        page.tabTo(".skip");
        page.press(Keys.ENTER);
        assertTrue(page.is("document.activeElement.id === 'board' && location.hash === '#ideas'"));
        page.tabTo("#rooms a[href='#lobby']");
        page.press(Keys.ENTER);
        page.awaitText("#chat-title", "Chat in lobby");
        page.await("notes", () -> page.is("document.querySelector('.note')"));
        page.tabTo("#add-note");
        page.press(Keys.ENTER);
        page.await("a note to write", () -> page.is("document.activeElement.matches('.note textarea')"));
        page.press("By keys");
        page.press(Keys.ENTER);
        String note = (String) page.run("return document.activeElement.dataset.note");
        grace.await("the text", () -> grace.strings("[...document.querySelectorAll('.note')].map(e => e.ariaLabel)")
                .contains("By keys"));
        List<Long> before = grace.place(note);
        page.press(Keys.ARROW_LEFT);
        page.press(Keys.chord(Keys.SHIFT, Keys.ARROW_UP));
        grace.awaitPlace(note, List.of(before.get(0) - 2, before.get(1) - 10));
        page.press(Keys.DELETE);
        grace.await("gone", () -> !grace.is("document.querySelector(`[data-note='" + note + "']`)"));

        page.tabTo("#text");
        page.press("Typed", Keys.ENTER);
        grace.await("said", () -> grace.said().contains("Typed"));

        page.tabTo("#wire-title button");
        page.press(Keys.ENTER);
        page.tabTo("#payload");
        page.tabTo("#console .primary");
        page.press(Keys.ENTER);
        page.await("the frame", () -> page.text("#frames").contains("mesh/noop"));
        page.tabTo("#frames");
        page.press(Keys.ARROW_UP);
        page.press(Keys.ENTER);
        page.await("all of it", () -> page.is("document.querySelector('#frames pre')"));

        page.tabTo("#cut");
        page.press(Keys.SPACE);
        page.awaitText("#state", "Cut");
        page.press(Keys.SPACE);
        page.awaitText("#state", "Online");
        page.close();
        grace.await("one tab", () -> !grace.doing("Ada").contains("tabs"));
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void itMovesByItselfSoonAfterItIsOpened() {
        SamplePage page = SampleIT.anotherTab();
        page.await("the clock is shown and goes on", () -> page.is("ticks.length > 1"));
        print(
                "first paint after %s ms; the clock shows after %s ms, and goes on after %s ms",
                page.run("return Math.round(performance.getEntriesByType('paint')[0].startTime)"),
                page.run("return ticks[0]"),
                page.run("return ticks[1]"));
        assertEquals(List.of(), page.shifts());
        page.close();
        SampleIT.grace.await("one tab", () -> !SampleIT.grace.doing("Ada").contains("tabs"));
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void twentyCursorsMoveOnceAFrameAndWithoutLayout() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        assertEquals("", grace.ask(CROWD, 20));
        ada.await("twenty cursors", () -> ada.is("document.querySelectorAll('.cursor').length >= 20"));
        ada.run(CURSORS);
        long before = ada.layouts();
        ada.await("some seconds", () -> ada.is("watched.frames.length >= 180"));
        long layouts = ada.layouts() - before;
        print(
                "20 cursors: %s",
                ada.run(
                        """
                        const all = watched.frames.sort((a, b) => a - b);
                        const at = (share) => all[Math.floor(all.length * share)].toFixed(1);
                        const late = all.filter((each) => each > 25).length;
                        return `${all.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${late} later than 25 ms`;
                        """));
        assertTrue(ada.is("watched.moves > watched.frames.length"), "they move");
        assertEquals(0L, ada.run("return watched.again"));
        long others = (Long) ada.run("return watched.others");
        assertTrue(layouts <= others, layouts + " layouts and " + others + " other changes");
        grace.run("disperse()");
        ada.await("they left", () -> ada.people().size() == 2);
    }

    @Test
    @Order(SampleIT.IN_USE)
    default void nothingGlidesIfTheVisitorPrefersLessMotion() {
        SamplePage ada = SampleIT.ada;
        SamplePage grace = SampleIT.grace;
        grace.prefer("prefers-reduced-motion", "reduce");
        List<Long> before = grace.place("second");
        grace.run(
                """
                const note = document.querySelector("[data-note=second]");
                window.places = new Set([note.style.transform]);
                new MutationObserver(() => places.add(note.style.transform)).observe(note, { attributeFilter: ["style"] });
                """);
        ada.run("document.querySelector('[data-note=second]').focus()");
        ada.press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        grace.awaitPlace("second", List.of(before.get(0) + 10, before.get(1)));
        assertEquals(2L, grace.run("return places.size"));
        assertEquals(
                List.of(),
                grace.strings(
                        """
                        [...document.querySelectorAll("body *")].filter((node) => {
                          const { animationDuration, transitionDuration } = getComputedStyle(node);
                          return [...animationDuration.split(","), ...transitionDuration.split(",")].some((each) => parseFloat(each) > 0.01);
                        }).map((node) => node.outerHTML.slice(0, 80))
                        """));
        grace.prefer("prefers-reduced-motion", "");
    }

    @Test
    @Order(SampleIT.AFTER_USE)
    default void nothingMovedAsideByItself() {
        assertEquals(List.of(), SampleIT.ada.shifts());
        assertEquals(List.of(), SampleIT.grace.shifts());
    }

    @Test
    @Order(SampleIT.LOOKED_AT)
    default void everyViewIsLabelledLegibleAndFitsInLightAndDarkOnDesktopAndPhone() {
        SamplePage grace = SampleIT.grace;
        for (String scheme : List.of("light", "dark")) {
            grace.scheme(scheme);
            grace.resize(1280, 800);
            grace.awaitNoFaults(scheme);
            grace.click("#wire-title button");
            grace.click("#me");
            grace.awaitNoFaults(scheme + " with all open");
            grace.click("#me");
            grace.click("#wire-title button");
            grace.click("#cut");
            grace.awaitText("#state", "Cut");
            grace.find("#text").sendKeys("Waits", Keys.ENTER);
            grace.awaitNoFaults(scheme + " offline");
            grace.click("#cut");
            grace.awaitText("#state", "Online");
            grace.resize(390, 844);
            for (String view : List.of("chat", "side", "wire", "board")) {
                grace.click(".tabs [value=" + view + "]");
                grace.awaitNoFaults(scheme + " " + view);
            }
            grace.run("document.querySelector('#wire-title button').click()");
        }
        grace.scheme("");
        grace.resize(1280, 800);
    }

    @Test
    @Order(SampleIT.LOOKED_AT)
    default void thePageIsSmallerThan100KbWithTheClient() {
        SamplePage ada = SampleIT.ada;
        Number bytes = (Number)
                ada.run(
                        """
                return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                    .reduce((sum, each) => sum + Math.max(each.encodedBodySize, each.transferSize), 0);
                """);
        print("%d bytes are transferred", bytes.longValue());
        assertTrue(bytes.longValue() > 20_000 && bytes.longValue() < 100_000, bytes + " bytes");
    }

    @Test
    @Order(SampleIT.LOOKED_AT)
    default void theConsoleIsEmpty() {
        SamplePage ada = SampleIT.ada;
        assertEquals(List.of(), ada.console());
    }

    private static void print(String what, Object... arguments) {
        System.out.printf("sample on %s: %s%n", ServerKind.current(), String.format(what, arguments));
    }
}
