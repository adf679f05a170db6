package io.meshws.it;

import static org.junit.jupiter.api.Assertions.fail;

import io.meshws.testing.Needed;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium with tabs that run functions of one module. If there is no Chromium, the test is skipped and says
 * so; with the environment variable {@code BROWSER_TESTS=required} it fails.
 */
final class Browser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ChromeDriver driver;

    private Browser(Path browser, Path chromedriver) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding");
        LoggingPreferences logged = new LoggingPreferences();
        logged.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logged);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
    }

    static Browser start() {
        List<Path> found = new ArrayList<>();
        BROWSERS.stream()
                .map(Browser::onPath)
                .filter(path -> path != null)
                .findFirst()
                .ifPresent(found::add);
        if (onPath("chromedriver") != null) {
            found.add(onPath("chromedriver"));
        }
        String why = "no chromium and chromedriver on the PATH: nothing was tested in a browser";
        Needed.orSkipped("BROWSER_TESTS", found.size() == 2, why);
        return new Browser(found.get(0), found.get(1));
    }

    /** A new window on this page: unlike a tab behind another, it is drawn. The script runs before those of the page. */
    ChromeDriver window(URI page, int width, int height, String script) {
        driver.switchTo().newWindow(WindowType.WINDOW);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        resize(width, height);
        driver.get(page.toString());
        return driver;
    }

    /** The size of the current window's page, even if the window can't be that small. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** A new tab on this page, for functions of this module. */
    Tab open(URI page, String module) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(page.toString());
        return new Tab(driver.getWindowHandle(), module);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Path onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** One tab. For the thread of the test. */
    final class Tab {
        private final String window;
        private final String module;

        private Tab(String window, String module) {
            this.window = window;
            this.module = module;
        }

        /**
         * The function's result, or the one that its promise resolves to; if it fails, the test fails with its text.
         */
        Object run(String function, Object... arguments) {
            driver.switchTo().window(window);
            Object answer = ((JavascriptExecutor) driver)
                    .executeAsyncScript(
                            """
                            const [module, name, values, done] = arguments;
                            import(module)
                              .then((loaded) => loaded[name](...values))
                              .then((value) => done([value === undefined ? null : value]),
                                    (failure) => done(String(failure.stack || failure)));
                            """,
                            module,
                            function,
                            Arrays.asList(arguments));
            if (answer instanceof List<?> result) {
                return result.get(0);
            }
            return fail(function + ": " + answer);
        }

        /** Goes to another page, has something happen, and comes back by the back button. */
        void goAndReturn(URI other, Runnable meanwhile) {
            driver.switchTo().window(window);
            driver.get(other.toString());
            meanwhile.run();
            driver.switchTo().window(window);
            driver.navigate().back();
        }

        /** As a visitor duplicates it: another tab on the same page, with a copy of its session storage. */
        Tab duplicate() {
            driver.switchTo().window(window);
            Set<String> before = driver.getWindowHandles();
            driver.executeScript("window.open(location.href)");
            Set<String> added = new HashSet<>(driver.getWindowHandles());
            added.removeAll(before);
            return new Tab(added.iterator().next(), module);
        }

        /** As a visitor closes it: the page is not asked. */
        void close() {
            driver.switchTo().window(window);
            driver.close();
        }
    }
}
