/**
 * YAML as values that know their lines: front matter, goals and configuration. Start at {@link
 * dev.roundhouse.core.yaml.YamlReader}.
 */
@NullMarked
package dev.roundhouse.core.yaml;

import org.jspecify.annotations.NullMarked;
