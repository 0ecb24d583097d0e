package dev.ehi.data.javasearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodeTextTest {
  @Test
  void dropsCommentsAndFoldsBlanks() {
    assertThat(CodeText.fold("int a; // one\n\t/* two\n * three */  int/**/b;\r\n"))
        .isEqualTo("int a; int b;");
  }

  @Test
  void keepsStringsWithCommentMarksAndBlanks() {
    String code = "String s = \"// no /* comment */  \\\" \"; char c = '\"', d = '\\'';";
    assertThat(CodeText.fold(code + " // gone")).isEqualTo(code);
  }

  @Test
  void keepsTextBlocksAsTheyAre() {
    String code =
        "String s = \"\"\"\n    // not a \"comment\"\n      /* nor */ \\\"\"\"\n    \"\"\";";
    assertThat(CodeText.fold("  " + code + "/* gone */")).isEqualTo(code);
  }

  @Test
  void keepsDivision() {
    assertThat(CodeText.fold("a / b /c")).isEqualTo("a / b /c");
  }

  @Test
  void survivesUnfinishedCommentsAndLiterals() {
    assertThat(CodeText.fold("a /* b")).isEqualTo("a");
    assertThat(CodeText.fold("a // b")).isEqualTo("a");
    assertThat(CodeText.fold("a \"b\\")).isEqualTo("a \"b\\");
  }

  /** Literals and comments in any order: folding keeps the ones and drops the others. */
  @Randomized
  void keepsLiteralsAndDropsComments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> literals =
        List.of("\"/*\"", "'\"'", "\"\\\\\"", "\"\"\"\n//\n\"\"\"", "\"'\"", "x");
    List<String> gaps = List.of(" ", "\n\n", "/* \" */", "// it's\n", "/***/", "\t/* // */");
    StringBuilder source = new StringBuilder("x");
    StringBuilder expected = new StringBuilder("x");
    for (int i = 0; i < 30; i++) {
      String literal = literals.get(random.nextInt(literals.size()));
      source.append(gaps.get(random.nextInt(gaps.size()))).append(literal);
      expected.append(' ').append(literal);
    }
    assertThat(CodeText.fold(source.toString())).isEqualTo(expected.toString());
  }
}
