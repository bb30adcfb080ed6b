package dev.roundhouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A real Chromium without a window, as Debian's packages install it. For one thread. */
public final class Browser implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars");

  private final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** Tells whether the packages {@code chromium} and {@code chromium-driver} are installed. */
  public static boolean isInstalled() {
    return program("chromium").isPresent() && program("chromedriver").isPresent();
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts a browser with a window of this size. */
  public static Browser start(int width, int height) {
    try {
      Path profile = Files.createTempDirectory("roundhouse-browser-");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(program("chromium").orElseThrow().toFile());
      options.addArguments(FLAGS);
      options.addArguments("--user-data-dir=" + profile, "--window-size=" + width + "," + height);
      options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
              .usingAnyFreePort()
              .build();
      return new Browser(new ChromeDriver(service, options), profile);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sets the size of what is shown, and whether the person prefers a dark page. */
  public Browser shows(int width, int height, boolean isDark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    return this;
  }

  /** Opens {@code link}. */
  public Browser open(String link) {
    driver.get(link);
    return this;
  }

  /** Returns the first element that {@code selector} finds, once there is one that is shown. */
  public WebElement find(String selector) {
    Patience.await()
        .ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
        .until(
            () ->
                driver.findElements(By.cssSelector(selector)).stream()
                    .anyMatch(WebElement::isDisplayed));
    return driver.findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(selector));
  }

  /** Clicks the first element that {@code selector} finds, once there is one that is shown. */
  public Browser click(String selector) {
    Patience.await()
        .ignoreExceptionsInstanceOf(StaleElementReferenceException.class) // it was drawn again
        .untilAsserted(() -> find(selector).click());
    return this;
  }

  /** Returns the text of the page as it is shown. */
  public String text() {
    return String.valueOf(run("return document.body.innerText"));
  }

  /** Waits until the page shows {@code text}. */
  public Browser sees(String text) {
    Patience.await()
        .untilAsserted(() -> assertThat(text()).as("the page").containsIgnoringCase(text));
    return this;
  }

  /** Types keys where the focus is. */
  public Browser type(CharSequence... keys) {
    for (CharSequence each : keys) {
      driver.switchTo().activeElement().sendKeys(each);
    }
    return this;
  }

  /** Types Ctrl and Enter where the focus is. */
  public Browser confirm() {
    return type(Keys.chord(Keys.CONTROL, Keys.ENTER));
  }

  /** Runs a script in the page. */
  public @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script in the page, which calls its last argument with the result. */
  public Object runLater(String script) {
    driver.manage().timeouts().scriptTimeout(Patience.LIMIT);
    return Objects.requireNonNull(driver.executeAsyncScript(script));
  }

  /** Returns the number of nodes and listeners that the page holds, once it has tidied up. */
  public long held() {
    driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
    Map<String, Object> counters = driver.executeCdpCommand("Memory.getDOMCounters", Map.of());
    return Stream.of("nodes", "jsEventListeners")
        .map(counters::get)
        .map(each -> (Number) Objects.requireNonNull(each))
        .mapToLong(Number::longValue)
        .sum();
  }

  /** Returns what the page and the browser have complained about since the last call. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(each -> each.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Returns a picture of what is shown, as PNG. */
  public byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  @Override
  public void close() {
    driver.quit();
    try {
      dev.roundhouse.core.io.Directories.deleteTree(profile);
    } catch (IOException inUse) {
      // a process of the browser still writes; the system's temporary files are tidied anyway
    }
  }
}
