package dev.ehi.encoder;

import java.util.List;

/** Real sentences of mixed length and script. */
final class Sentences {
  static final List<String> MIXED =
      List.of(
          "How do I reset my password?",
          "Gradient descent minimises a differentiable loss.",
          "x",
          "",
          "Naïve café owners résumé — unicode déjà vu!",
          "你好世界",
          "SELECT * FROM users WHERE id = 42;",
          "https://example.org/path?query=1&b=2",
          "Quantum entanglement links particles across distance 😀",
          "Returns a channel that copies each byte it reads from the given source into the target.",
          "A linear layer multiplies its input by a weight matrix and adds a bias; a network without"
              + " any non-linear function between such layers computes nothing more than one of them"
              + " could, which is why every hidden layer ends in one, be it a rectifier, a sigmoid,"
              + " or the Gaussian error linear unit that most transformers use today.");

  private Sentences() {}
}
