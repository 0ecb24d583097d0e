package dev.ehi.train.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.train.config.TrainConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What findings suggest must be something that can be done. */
final class Suggestions {
  private static final Pattern SETTING = Pattern.compile("--set ([a-z.-]+)=([^\\s,]+)");
  private static final Pattern KEY = Pattern.compile("[a-z-]+(\\.[a-z-]+)+");

  private Suggestions() {}

  /**
   * Judges a run; each key that a suggestion names must stand in the configuration, and each value
   * be one that it takes.
   */
  static Diagnosis diagnosis(RunHistory run) {
    Diagnosis diagnosis = Diagnosis.of(run);
    for (Finding finding : diagnosis.findings()) {
      Map<String, String> settings = new LinkedHashMap<>();
      Matcher setting = SETTING.matcher(finding.suggestion());
      while (setting.find()) {
        settings.put(setting.group(1), setting.group(2));
      }
      assertThat(settings).as(finding.line()).isNotEmpty();
      assertThat(run.config().with(settings)).as(finding.line()).isNotEqualTo(run.config());
      Matcher key = KEY.matcher(finding.suggestion());
      while (key.find()) {
        assertThat(has(run.config(), key.group())).as(key.group()).isTrue();
      }
    }
    return diagnosis;
  }

  private static boolean has(TrainConfig config, String path) {
    Object value = config.toMap();
    for (String name : path.split("\\.")) {
      value = value instanceof Map<?, ?> section ? section.get(name) : null;
    }
    return value != null;
  }

  /** Evidence and suggestion of a signature that must be there. */
  static String finding(Diagnosis diagnosis, String signature) {
    assertThat(diagnosis.findings()).extracting(Finding::signature).contains(signature);
    return diagnosis.findings().stream()
        .filter(f -> f.signature().equals(signature))
        .map(Finding::line)
        .findFirst()
        .orElseThrow();
  }
}
