package dev.ehi.data.javasearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.data.javasearch.JavaMethod.Shape;
import dev.ehi.data.javasearch.SourceParser.Result;
import dev.ehi.data.javasearch.SourceParser.SourceFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Copies the bytes. Then more.                       | Copies the bytes.
          Copies {@code a < b} and {@literal <x>} bytes.     | Copies a < b and <x> bytes.
          See {@link java.util.List#add(int, Object)} now.   | See List.add now.
          See {@link #size()} now.                           | See size now.
          See {@link java.util.List the list} now.           | See the list now.
          See {@linkplain List#size the size} now.           | See the size now.
          Is <b>bold</b> &lt;and&gt; a&nbsp;b &#64;home.     | Is bold <and> a b @home.
          No end here<p>Other paragraph.                     | No end here
          <p>Begins late. More.                              | Begins late.
          Uses x, e.g. y, i.e. z. More.                      | Uses x, e.g. y, i.e. z.
          Version 1.5 of it. More.                           | Version 1.5 of it.
          Is it red? Yes.                                    | Is it red?
          Casts List<? super T> to T. More.                  | Casts List<? super T> to T.
          If 0 < a <= b. More.                               | If 0 < a <= b.
          {@return the size}                                 | Returns the size.
          {@summary Short one} of this. More.                | Short one
          {@inheritDoc} And more.                            | ``
          @return the size                                   | ``
          Reads {@value #MAX} bytes.                         | Reads MAX bytes.
          A one\\n * over<br>two {@code\\n *  lines}. More.  | A one over two lines.
          """)
  void summary(String javadoc, String expected) throws IOException {
    String source =
        "class A { /** %s */ void m() { run(); } }".formatted(javadoc.replace("\\n", "\n"));
    assertThat(method(source).summary()).isEqualTo(expected);
  }

  @Test
  void markdownComments() throws IOException {
    String source =
        """
        class A {
          /// Reads `n` bytes of _it_. More.
          ///
          /// Even more.
          void m() { run(); }
        }
        """;
    assertThat(method(source).summary()).isEqualTo("Reads n bytes of _it_.");
  }

  @Test
  void noCommentIsNoSummary() throws IOException {
    assertThat(method("class A { // x\n /* y */ void m() { run(); } }").summary()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /** Doc. */ @Override @X("}") public final int f(int a) { /* c */ return a + 1; } | public final int f(int a) { return a + 1; }
          <T> T f(T a) { return id(a); }                  | <T> T f(T a) { return id(a); }
          @X <T> T f(T a) { return id(a); }               | <T> T f(T a) { return id(a); }
          static <T extends List<T>> T f() { return g(); } | static <T extends List<T>> T f() { return g(); }
          int[] f() throws E { return g("// no"); }       | int[] f() throws E { return g("// no"); }
          public /** Doc. */ int f() { return g(); }      | public int f() { return g(); }
          /** Doc. */ public @X int f(@X int a) { return g(/** Doc. */ a); } | public int f(@X int a) { return g( a); }
          """)
  void codeHasNoCommentsAndNoAnnotationsOfItsOwn(String member, String expected)
      throws IOException {
    assertThat(method("class A { " + member + " }").code()).isEqualTo(expected);
  }

  @Test
  void defaultMethodsOfInterfaces() throws IOException {
    JavaMethod method = method("interface A { int g(); default int f() { return g() + 1; } }");
    assertThat(method.code()).isEqualTo("default int f() { return g() + 1; }");
  }

  @Test
  void nestedClassesAreNamedAfterTheirEnclosingOnes() throws IOException {
    List<JavaMethod> methods =
        methods(
            """
            package x;
            class A {
              A() { run(); }
              int field = new Object() { int hidden() { return run(); } }.hidden();
              static { new Object() { void hidden() { run(); } }; }
              enum E { X { void hidden() { run(); } }; void e() { run(); } }
              record R(int a) { void r() { class Local { void hidden() { run(); } } run(); }
                interface I { static void i() { run(); } void none(); } }
              abstract void none();
            }
            """);
    assertThat(methods.stream().map(JavaMethod::className)).containsExactly("A.E", "A.R", "A.R.I");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          void f() { }                                | EMPTY
          void f() { /* nothing */ }                  | EMPTY
          int f() { return x; }                       | ACCESSOR
          int f() { return this.x; }                  | ACCESSOR
          int f() { return 1; }                       | ACCESSOR
          void f(int y) { x = y; }                    | ACCESSOR
          void f(int y) { this.x = y; }               | ACCESSOR
          A f(int y) { this.x = y; return this; }     | ACCESSOR
          int f() { return x + 1; }                   | WORKING
          int f() { return other.x; }                 | WORKING
          int f() { return g(); }                     | WORKING
          void f(int y) { x = y; z = y; }             | WORKING
          void f(int y) { x += y; }                   | WORKING
          """)
  void shape(String member, Shape expected) throws IOException {
    assertThat(method("class A { " + member + " }").shape()).isEqualTo(expected);
  }

  @Test
  void overriding() throws IOException {
    List<JavaMethod> methods =
        methods(
            "class A { @Override void f() { run(); } @java.lang.Override void g() { run(); }"
                + " @Deprecated void h() { run(); } }");
    assertThat(methods.stream().map(JavaMethod::overrides)).containsExactly(true, true, false);
  }

  @Test
  void aBrokenFileDoesNotSpoilTheOthers() throws IOException {
    String good = "class A { void f() { run(); } }";
    StringBuilder bad = new StringBuilder("class B {");
    for (int i = 0; i < 150; i++) {
      bad.append("void f( { ; }\n");
    }
    try (SourceParser parser = new SourceParser()) {
      List<Result> results =
          parser.parse(
              List.of(
                  new SourceFile("a/A.java", good),
                  new SourceFile("b/B.java", bad.toString()),
                  new SourceFile("c/C.java", "class C { int = ; }"),
                  new SourceFile("d d/ü.java", good)));
      assertThat(results.get(0)).isInstanceOf(Result.Parsed.class);
      assertThat(results.get(1)).isInstanceOf(Result.Failed.class);
      assertThat(results.get(2))
          .isInstanceOfSatisfying(
              Result.Failed.class, failed -> assertThat(failed.reason()).startsWith("line 1: "));
      assertThat(results.get(3)).isInstanceOf(Result.Parsed.class);
    }
  }

  private static JavaMethod method(String source) throws IOException {
    List<JavaMethod> methods = methods(source);
    assertThat(methods).hasSize(1);
    return methods.getFirst();
  }

  private static List<JavaMethod> methods(String source) throws IOException {
    try (SourceParser parser = new SourceParser()) {
      Result result = parser.parse(List.of(new SourceFile("A.java", source))).getFirst();
      assertThat(result).isInstanceOf(Result.Parsed.class);
      return ((Result.Parsed) result).methods();
    }
  }
}
