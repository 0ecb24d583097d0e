package dev.ehi.data.javasearch;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Parses source files, one at a time, with the JDK's compiler; nothing is resolved or compiled. */
final class SourceParser implements AutoCloseable {
  private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none");

  private final JavaCompiler compiler;
  private final JavaFileManager files;

  SourceParser() {
    this.compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "this Java has no compiler to parse sources with; run on a JDK, not a JRE");
    }
    this.files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /** What became of a file. */
  sealed interface Result {
    /** The file's methods. */
    record Parsed(List<JavaMethod> methods) implements Result {}

    /** The file is not Java as this compiler knows it. */
    record Failed(String reason) implements Result {}
  }

  Result parse(String path, String source) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                Writer.nullWriter(),
                files,
                diagnostics,
                OPTIONS,
                null,
                List.of(new SourceText(path, source)));
    try {
      List<JavaMethod> methods = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        if (hasErrors(diagnostics)) {
          return new Result.Failed(firstError(diagnostics));
        }
        methods.addAll(MethodScanner.methods(unit, source, DocTrees.instance(task)));
      }
      return new Result.Parsed(methods);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return new Result.Failed("the compiler gave up: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private static boolean hasErrors(DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .anyMatch(found -> found.getKind() == Diagnostic.Kind.ERROR);
  }

  private static String firstError(DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .map(found -> "line " + found.getLineNumber() + ": " + found.getMessage(Locale.ROOT))
        .findFirst()
        .orElse("unknown error");
  }

  /** A source file in memory. */
  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    private SourceText(String path, String text) {
      super(uri(path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    private static URI uri(String path) {
      try {
        return new URI("source", null, "/" + path, null);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(path, e);
      }
    }
  }
}
