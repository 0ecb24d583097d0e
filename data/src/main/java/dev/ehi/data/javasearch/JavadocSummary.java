package dev.ehi.data.javasearch;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.ErroneousTree;
import com.sun.source.doctree.InheritDocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.RawTextTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.SummaryTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SimpleDocTreeVisitor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first sentence of a Javadoc comment as a reader of the page sees it. */
final class JavadocSummary extends SimpleDocTreeVisitor<Void, Void> {
  private static final char BREAK = '\u2029'; // paragraph separator
  private static final char INHERITED = '\uFFFC'; // stands where {@inheritDoc} stood
  private static final Pattern BLANKS = Pattern.compile("[\\s\u00A0]+");
  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])");
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "ul",
          "ol",
          "dl",
          "li",
          "pre",
          "table",
          "blockquote",
          "div",
          "hr",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6");
  private static final List<String> ABBREVIATIONS =
      List.of("e.g.", "i.e.", "a.k.a.", "vs.", "cf.", "resp.", "approx.", "incl.");

  private final DocTrees trees;
  private final StringBuilder text = new StringBuilder();

  private JavadocSummary(DocTrees trees) {
    this.trees = trees;
  }

  /** The sentence; empty when there is none or it is inherited. */
  static String of(@Nullable DocCommentTree comment, DocTrees trees) {
    if (comment == null) {
      return "";
    }
    JavadocSummary visitor = new JavadocSummary(trees);
    visitor.visit(comment.getFullBody(), null);
    String sentence = firstSentence(visitor.text.toString());
    return sentence.indexOf(INHERITED) >= 0 ? "" : sentence;
  }

  @Override
  public @Nullable Void visitText(TextTree node, @Nullable Void nothing) {
    text.append(node.getBody());
    return null;
  }

  /** Markdown: only the marks of code are dropped. */
  @Override
  public @Nullable Void visitRawText(RawTextTree node, @Nullable Void nothing) {
    text.append(node.getContent().replace("`", "").replace("\n\n", String.valueOf(BREAK)));
    return null;
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void nothing) {
    text.append(node.getBody().getBody());
    return null;
  }

  @Override
  public @Nullable Void visitLink(LinkTree node, @Nullable Void nothing) {
    if (node.getLabel().isEmpty()) {
      text.append(readable(node.getReference()));
    } else {
      visit(node.getLabel(), null);
    }
    return null;
  }

  @Override
  public @Nullable Void visitValue(ValueTree node, @Nullable Void nothing) {
    ReferenceTree reference = node.getReference();
    text.append(reference == null ? "the value" : readable(reference));
    return null;
  }

  @Override
  public @Nullable Void visitEntity(EntityTree node, @Nullable Void nothing) {
    String characters = trees.getCharacters(node);
    text.append(characters == null ? " " : characters);
    return null;
  }

  /** Such as a bare {@code <} between numbers. */
  @Override
  public @Nullable Void visitErroneous(ErroneousTree node, @Nullable Void nothing) {
    text.append(node.getBody());
    return null;
  }

  @Override
  public @Nullable Void visitStartElement(StartElementTree node, @Nullable Void nothing) {
    String element = node.getName().toString().toLowerCase(Locale.ROOT);
    if (BLOCKS.contains(element)) {
      text.append(BREAK);
    } else if (element.equals("br")) {
      text.append(' ');
    }
    return null;
  }

  @Override
  public @Nullable Void visitSummary(SummaryTree node, @Nullable Void nothing) {
    visit(node.getSummary(), null);
    text.append(BREAK);
    return null;
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree node, @Nullable Void nothing) {
    text.append("Returns ");
    visit(node.getDescription(), null);
    text.append('.').append(BREAK);
    return null;
  }

  @Override
  public @Nullable Void visitInheritDoc(InheritDocTree node, @Nullable Void nothing) {
    text.append(INHERITED);
    return null;
  }

  private @Nullable Void visit(List<? extends DocTree> nodes, @Nullable Void nothing) {
    nodes.forEach(node -> node.accept(this, null));
    return null;
  }

  /** {@code java.util.List#add(int, E)} as {@code List.add}. */
  private static String readable(ReferenceTree reference) {
    String signature = reference.getSignature();
    int parameters = signature.indexOf('(');
    String name = parameters < 0 ? signature : signature.substring(0, parameters);
    String joined = name.startsWith("#") ? name.substring(1) : name.replace('#', '.');
    return PACKAGE.matcher(joined).replaceAll("");
  }

  private static String firstSentence(String rendered) {
    String body = rendered.replaceFirst("^[\\s" + BREAK + "]+", "");
    int end = 0;
    while (end < body.length() && !endsAt(body, end)) {
      end++;
    }
    int stop = end < body.length() && body.charAt(end) != BREAK ? end + 1 : end;
    return BLANKS.matcher(body.substring(0, stop)).replaceAll(" ").strip();
  }

  private static boolean endsAt(String body, int at) {
    return switch (body.charAt(at)) {
      case BREAK -> true;
      case '.' ->
          isGap(body, at + 1)
              && ABBREVIATIONS.stream().noneMatch(shortened -> endsWith(body, at, shortened));
      case '!', '?' ->
          isGap(body, at + 1) && beginsSentence(body, at + 1); // not in List<? super T>
      default -> false;
    };
  }

  private static boolean endsWith(String body, int at, String abbreviation) {
    int start = at + 1 - abbreviation.length();
    return start >= 0
        && body.regionMatches(true, start, abbreviation, 0, abbreviation.length())
        && (start == 0 || !Character.isLetter(body.charAt(start - 1)));
  }

  private static boolean isGap(String body, int at) {
    return at == body.length()
        || body.charAt(at) == BREAK
        || Character.isWhitespace(body.charAt(at));
  }

  private static boolean beginsSentence(String body, int from) {
    int at = from;
    while (at < body.length() && Character.isWhitespace(body.charAt(at))) {
      at++;
    }
    return at == body.length()
        || body.charAt(at) == BREAK
        || Character.isUpperCase(body.charAt(at));
  }
}
