package dev.ehi.data.javasearch;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the methods with a body, of named classes; constructors and what stands inside methods
 * or fields are left out.
 */
final class MethodScanner extends TreePathScanner<Void, Void> {
  private final CompilationUnitTree unit;
  private final String source;
  private final DocTrees trees;
  private final SourcePositions positions;
  private final Deque<String> classes = new ArrayDeque<>();
  private final List<JavaMethod> methods = new ArrayList<>();

  private MethodScanner(CompilationUnitTree unit, String source, DocTrees trees) {
    this.unit = unit;
    this.source = source;
    this.trees = trees;
    this.positions = trees.getSourcePositions();
  }

  static List<JavaMethod> methods(CompilationUnitTree unit, String source, DocTrees trees) {
    MethodScanner scanner = new MethodScanner(unit, source, trees);
    scanner.scan(unit, null);
    return scanner.methods;
  }

  @Override
  public @Nullable Void visitClass(ClassTree node, @Nullable Void nothing) {
    classes.addLast(node.getSimpleName().toString());
    super.visitClass(node, null);
    classes.removeLast();
    return null;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree node, @Nullable Void nothing) {
    return null;
  }

  @Override
  public @Nullable Void visitBlock(BlockTree node, @Nullable Void nothing) {
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree node, @Nullable Void nothing) {
    BlockTree body = node.getBody();
    if (body != null && node.getReturnType() != null) {
      methods.add(
          new JavaMethod(
              String.join(".", classes),
              code(node),
              JavadocSummary.of(trees.getDocCommentTree(getCurrentPath()), trees),
              overrides(node),
              shape(body.getStatements())));
    }
    return null;
  }

  private static boolean overrides(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .map(annotation -> annotation.getAnnotationType().toString())
        .anyMatch(name -> name.equals("Override") || name.equals("java.lang.Override"));
  }

  /** The modifiers without annotations, then the source from behind them on. */
  private String code(MethodTree method) {
    StringJoiner code = new StringJoiner(" ");
    for (Modifier modifier : method.getModifiers().getFlags()) {
      code.add(modifier.toString());
    }
    int end = (int) positions.getEndPosition(unit, method);
    return code.add(CodeText.fold(source.substring(afterModifiers(method), end))).toString();
  }

  private int afterModifiers(MethodTree method) {
    ModifiersTree modifiers = method.getModifiers();
    if (!modifiers.getFlags().isEmpty() || !modifiers.getAnnotations().isEmpty()) {
      return (int) positions.getEndPosition(unit, modifiers);
    }
    int start = (int) positions.getStartPosition(unit, method);
    // the parser places a method without modifiers behind the < of its type parameters
    return method.getTypeParameters().isEmpty() ? start : source.lastIndexOf('<', start);
  }

  private static JavaMethod.Shape shape(List<? extends StatementTree> body) {
    return switch (body.size()) {
      case 0 -> JavaMethod.Shape.EMPTY;
      case 1 ->
          returnsField(body.getFirst()) || setsField(body.getFirst())
              ? JavaMethod.Shape.ACCESSOR
              : JavaMethod.Shape.WORKING;
      case 2 ->
          setsField(body.getFirst()) && returnsField(body.getLast())
              ? JavaMethod.Shape.ACCESSOR
              : JavaMethod.Shape.WORKING;
      default -> JavaMethod.Shape.WORKING;
    };
  }

  private static boolean returnsField(StatementTree statement) {
    return statement instanceof ReturnTree returned && isPlain(returned.getExpression());
  }

  private static boolean setsField(StatementTree statement) {
    return statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof AssignmentTree assignment
        && isPlain(assignment.getVariable())
        && isPlain(assignment.getExpression());
  }

  /** A name, {@code this.name}, or a literal. */
  private static boolean isPlain(@Nullable ExpressionTree expression) {
    return switch (expression) {
      case IdentifierTree name -> true;
      case LiteralTree literal -> true;
      case MemberSelectTree select ->
          select.getExpression() instanceof IdentifierTree owner
              && owner.getName().contentEquals("this");
      case null, default -> false;
    };
  }
}
