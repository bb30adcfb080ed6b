package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every configuration in docs/recipes.md is one that the program reads. */
class RecipesTest {
  private static final Pattern YAML = Pattern.compile("(?m)^```yaml\n((?s).*?)^```");

  @TempDir Path checkout;

  @Test
  void everyRecipeIsAConfiguration() throws Exception {
    List<String> recipes = recipes(Files.readString(Path.of("..", "docs", "recipes.md")));

    assertThat(recipes).hasSizeGreaterThan(9);
    for (String recipe : recipes) {
      Files.writeString(checkout.resolve(ConfigFile.NAME), recipe);
      var options = ConfigFile.read(checkout).build();
      assertThat(options.agent()).as(recipe).isPresent();
      assertThat(options.gate().commands()).as(recipe).isNotEmpty();
    }
  }

  @Test
  void thereIsOneForEachUsualBuildTool() throws IOException {
    assertThat(Files.readAllLines(Path.of("..", "docs", "recipes.md")))
        .contains("## Maven", "## Gradle", "## npm", "## pnpm", "## pip", "## uv")
        .contains("## Cargo", "## Go", "## Make");
  }

  private static List<String> recipes(String page) {
    return YAML.matcher(page).results().map(each -> each.group(1)).toList();
  }
}
