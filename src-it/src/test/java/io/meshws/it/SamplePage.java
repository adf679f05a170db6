package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.meshws.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page of the sample in a window of its own, as a visitor uses it. For the thread of the test. */
final class SamplePage {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String AUDIT = read("/browser/audit.js");

    /** Longer than the way of the focus through the whole page. */
    private static final int STOPS = 100;

    private static final String RECORDER = read("/browser/recorder.js");
    private static final String FOCUS_FAULT = read("/browser/focus.js");

    private final Browser browser;
    private final ChromeDriver driver;
    private final String window;

    private SamplePage(Browser browser, ChromeDriver driver) {
        this.browser = browser;
        this.driver = driver;
        window = driver.getWindowHandle();
    }

    static SamplePage open(Browser browser, ServerProcess server) {
        URI address = server.uri("/");
        URI page = URI.create("http://" + address.getAuthority() + "/");
        SamplePage opened = new SamplePage(browser, browser.window(page, 1280, 800, RECORDER));
        opened.await("ready", () -> opened.is("document.body.dataset.ready"));
        return opened;
    }

    /** Opens it and answers who one is. */
    static SamplePage enter(Browser browser, ServerProcess server, String name) {
        SamplePage page = open(browser, server);
        page.rename(name);
        return page;
    }

    void rename(String name) {
        if (!is("document.querySelector('#enter').open")) {
            click("#me");
        }
        WebElement field = find("#name");
        field.clear();
        field.sendKeys(name);
        click("#enter .primary");
        await(name + " is here", () -> people().stream().anyMatch(person -> person.startsWith(name + " (you)")));
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
        Eventually.holds(what, PATIENCE, condition);
    }

    Object run(String script, Object... arguments) {
        driver.switchTo().window(window);
        return driver.executeScript(script, arguments);
    }

    /** The value that the script gives to the callback, its last argument. */
    Object ask(String script, Object... arguments) {
        driver.switchTo().window(window);
        return driver.executeAsyncScript(script, arguments);
    }

    boolean is(String expression) {
        return (Boolean) run("return Boolean(" + expression + ")");
    }

    WebElement find(String selector) {
        driver.switchTo().window(window);
        return driver.findElement(By.cssSelector(selector));
    }

    void click(String selector) {
        find(selector).click();
    }

    String text(String selector) {
        return (String) run("return document.querySelector(arguments[0]).innerText.trim()", selector);
    }

    void awaitText(String selector, String text) {
        Eventually.equal(selector, PATIENCE, text, () -> text(selector));
    }

    void say(String text) {
        find("#text").sendKeys(text);
        click("#send");
    }

    /** The confirmed messages of this room. */
    List<String> said() {
        return strings("[...document.querySelectorAll('#messages li:not(.waits) .said')].map(e => e.textContent)");
    }

    /** As in {@code Ada (you) on 127.0.0.1:8080}. */
    List<String> people() {
        return strings("[...document.querySelectorAll('#people li')].map(e =>"
                + " e.querySelector('.name').textContent + ' on ' + e.querySelector('.where').textContent)");
    }

    /** The activity of a person, such as {@code idle, 2 tabs}. */
    String doing(String name) {
        return (String) run(
                """
                const row = [...document.querySelectorAll("#people li")]
                    .find((each) => each.querySelector(".name").textContent.startsWith(arguments[0]));
                return row ? row.querySelector(".doing").textContent : "";
                """,
                name);
    }

    /** Whether it said so for a moment, however short: typing, announcements and messages go by themselves. */
    void awaitSeen(String text) {
        await("it says " + text, () ->
                (Boolean) run("return [...seen].some((each) => each.includes(arguments[0]))", text));
    }

    /** Labels, contrast and width of the visible page, once colours have faded over; see {@code audit.js}. */
    void awaitNoFaults(String view) {
        Eventually.equal(view, PATIENCE, List.of(), () -> (List<?>) run(AUDIT));
    }

    List<String> strings(String expression) {
        List<String> found = new ArrayList<>();
        ((List<?>) run("return " + expression)).forEach(each -> found.add((String) each));
        return found;
    }

    /** The position of a note, in percent of the way that it has on the board. */
    List<Long> place(String note) {
        List<Long> place = new ArrayList<>();
        ((List<?>) run(
                        """
                                const board = document.getElementById("board").getBoundingClientRect();
                                const note = document.querySelector(`[data-note="${arguments[0]}"]`).getBoundingClientRect();
                                return [100 * (note.left - board.left) / (board.width - note.width),
                                        100 * (note.top - board.top) / (board.height - note.height)].map(Math.round);
                                """,
                        note))
                .forEach(each -> place.add(((Number) each).longValue()));
        return place;
    }

    void awaitPlace(String note, List<Long> place) {
        await(note + " at " + place, () -> {
            List<Long> now = place(note);
            return Math.abs(now.get(0) - place.get(0)) <= 1 && Math.abs(now.get(1) - place.get(1)) <= 1;
        });
    }

    void drag(String note, int x, int y) {
        WebElement element = find("[data-note=\"" + note + "\"]");
        new Actions(driver)
                .moveToElement(element)
                .clickAndHold()
                .moveByOffset(x / 2, y / 2)
                .moveByOffset(x - x / 2, y - y / 2)
                .release()
                .perform();
    }

    /** Moves the pointer over the board, to these offsets from its middle. */
    void point(int x, int y) {
        new Actions(driver).moveToElement(find("#board"), x, y).perform();
    }

    void press(CharSequence... keys) {
        driver.switchTo().window(window);
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses Tab until the focus is there. Wherever it stops on its way, it can be seen. */
    void tabTo(String selector) {
        for (int stop = 0; stop < STOPS; stop++) {
            if (is("document.activeElement.matches(`" + selector + "`)")) {
                return;
            }
            press(Keys.TAB);
            assertEquals("", run(FOCUS_FAULT));
        }
        fail("Tab does not lead to " + selector);
    }

    void resize(int width, int height) {
        driver.switchTo().window(window);
        browser.resize(width, height);
    }

    void scheme(String scheme) {
        prefer("prefers-color-scheme", scheme);
    }

    /** Sets a preference of the visitor, such as a colour scheme; an empty value resets it. */
    void prefer(String feature, String value) {
        driver.switchTo().window(window);
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** How often the browser has laid the page out. */
    long layouts() {
        driver.switchTo().window(window);
        driver.executeCdpCommand("Performance.enable", Map.of());
        List<?> metrics = (List<?>)
                driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
        return metrics.stream()
                .map(each -> (Map<?, ?>) each)
                .filter(each -> each.get("name").equals("LayoutCount"))
                .mapToLong(each -> ((Number) each.get("value")).longValue())
                .sum();
    }

    /** The layout shifts since the page was opened that no action of the visitor caused. */
    List<String> shifts() {
        return strings("shifts");
    }

    /** A screenshot, as PNG. */
    byte[] picture() {
        driver.switchTo().window(window);
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** The lines that any window wrote to its console since the last call. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    static String read(String resource) {
        try (InputStream in = SamplePage.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        driver.switchTo().window(window);
        driver.close();
    }
}
