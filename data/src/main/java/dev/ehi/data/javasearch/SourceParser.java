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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Parses source files with the JDK's compiler; nothing is resolved or compiled. */
final class SourceParser implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-Xlint:none", "-Xmaxerrs", String.valueOf(Integer.MAX_VALUE));

  private final JavaCompiler compiler;
  private final JavaFileManager fileManager;

  SourceParser() {
    this.compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "this Java has no compiler to parse sources with; run on a JDK, not a JRE");
    }
    this.fileManager = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /** A file's path inside its archive, and its text. */
  record SourceFile(String path, String text) {}

  /** What became of a file. */
  sealed interface Result {
    /** The file's methods. */
    record Parsed(List<JavaMethod> methods) implements Result {}

    /** The file is not Java as this compiler knows it. */
    record Failed(String reason) implements Result {}
  }

  /** Parses files together, which is faster than one by one; results are in the same order. */
  List<Result> parse(List<SourceFile> files) {
    try {
      return parseTogether(files);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return files.size() == 1
          ? List.of(new Result.Failed("the compiler gave up: " + e))
          : files.stream().map(file -> parse(List.of(file)).getFirst()).toList();
    }
  }

  private List<Result> parseTogether(List<SourceFile> files) throws IOException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<SourceObject> objects = files.stream().map(SourceObject::new).toList();
    JavacTask task =
        (JavacTask)
            compiler.getTask(Writer.nullWriter(), fileManager, diagnostics, OPTIONS, null, objects);
    Map<URI, CompilationUnitTree> units = new HashMap<>();
    task.parse().forEach(unit -> units.put(unit.getSourceFile().toUri(), unit));
    Map<URI, String> errors = errors(diagnostics);
    DocTrees trees = DocTrees.instance(task);
    List<Result> results = new ArrayList<>();
    for (SourceObject object : objects) {
      CompilationUnitTree unit = units.get(object.toUri());
      results.add(
          unit == null || errors.containsKey(object.toUri())
              ? new Result.Failed(errors.getOrDefault(object.toUri(), "not parsed"))
              : new Result.Parsed(MethodScanner.methods(unit, object.text, trees)));
    }
    return results;
  }

  @Override
  public void close() throws IOException {
    fileManager.close();
  }

  /** The first error of each file. */
  private static Map<URI, String> errors(DiagnosticCollector<JavaFileObject> diagnostics) {
    Map<URI, String> errors = new HashMap<>();
    for (Diagnostic<? extends JavaFileObject> found : diagnostics.getDiagnostics()) {
      JavaFileObject file = found.getSource();
      if (found.getKind() == Diagnostic.Kind.ERROR && file != null) {
        errors.putIfAbsent(
            file.toUri(), "line " + found.getLineNumber() + ": " + found.getMessage(Locale.ROOT));
      }
    }
    return errors;
  }

  /** A source file in memory. */
  private static final class SourceObject extends SimpleJavaFileObject {
    private final String text;

    private SourceObject(SourceFile file) {
      super(uri(file.path()), Kind.SOURCE);
      this.text = file.text();
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
