package dev.ehi.encoder;

import java.util.Map;
import java.util.Objects;

/** The transformer as its papers write it, one text at a time, in double precision. */
final class ReferenceEncoder {
  private final EncoderConfig config;
  private final WeightNames names;
  private final Map<String, WeightTensor> weights;

  ReferenceEncoder(EncoderConfig config, Map<String, WeightTensor> weights) {
    this.config = config;
    this.names = WeightNames.of(config.modelType());
    this.weights = weights;
  }

  /** Token embeddings. // (tokens, hidden) */
  double[][] encode(int[] ids) {
    int hidden = config.hiddenSize();
    double[][] x = new double[ids.length][hidden];
    for (int t = 0; t < ids.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] = at(names.wordEmbeddings(), ids[t], i) + at(names.positionEmbeddings(), t, i);
        x[t][i] += config.typeVocabSize() > 0 ? at(names.tokenTypeEmbeddings(), 0, i) : 0;
      }
    }
    x = norm(names.embeddingsNorm(), x);
    for (int l = 0; l < config.layers(); l++) {
      WeightNames.Layer layer = names.layer(l);
      double[][] mixed = linear(layer.attentionOutput(), attention(layer, x));
      x = norm(layer.attentionNorm(), sum(x, mixed));
      double[][] inner = linear(layer.intermediate(), x);
      for (double[] row : inner) {
        for (int i = 0; i < row.length; i++) {
          row[i] = activation(row[i]);
        }
      }
      x = norm(layer.outputNorm(), sum(x, linear(layer.output(), inner)));
    }
    return x;
  }

  private double[][] attention(WeightNames.Layer layer, double[][] x) {
    double[][] query = linear(layer.query(), x);
    double[][] key = linear(layer.key(), x);
    double[][] value = linear(layer.value(), x);
    double[][] out = new double[x.length][config.hiddenSize()];
    int size = config.headSize();
    for (int head = 0; head < config.heads(); head++) {
      for (int t = 0; t < x.length; t++) {
        double[] share = new double[x.length];
        double total = 0;
        for (int s = 0; s < x.length; s++) {
          double product = 0;
          for (int i = head * size; i < (head + 1) * size; i++) {
            product += query[t][i] * key[s][i];
          }
          share[s] = Math.exp(product / Math.sqrt(size));
          total += share[s];
        }
        for (int s = 0; s < x.length; s++) {
          for (int i = head * size; i < (head + 1) * size; i++) {
            out[t][i] += share[s] / total * value[s][i];
          }
        }
      }
    }
    return out;
  }

  private double activation(double x) {
    return switch (config.activation()) {
      case RELU -> Math.max(0, x);
      case GELU_TANH ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case GELU -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    };
  }

  /** By its Taylor series; enough for the small arguments here. */
  private static double erf(double x) {
    if (Math.abs(x) > 5) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private double[][] linear(String module, double[][] x) {
    WeightTensor weight = tensor(module + ".weight");
    float[] w = weight.floats();
    float[] b = tensor(module + ".bias").floats();
    int in = (int) weight.shape()[1];
    double[][] out = new double[x.length][b.length];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < b.length; o++) {
        out[t][o] = b[o];
        for (int i = 0; i < in; i++) {
          out[t][o] += x[t][i] * w[o * in + i];
        }
      }
    }
    return out;
  }

  private double[][] norm(String module, double[][] x) {
    float[] w = tensor(module + ".weight").floats();
    float[] b = tensor(module + ".bias").floats();
    double[][] out = new double[x.length][w.length];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      for (double v : x[t]) {
        mean += v / w.length;
      }
      double variance = 0;
      for (double v : x[t]) {
        variance += (v - mean) * (v - mean) / w.length;
      }
      for (int i = 0; i < w.length; i++) {
        out[t][i] = (x[t][i] - mean) / Math.sqrt(variance + config.layerNormEps()) * w[i] + b[i];
      }
    }
    return out;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] out = new double[a.length][a[0].length];
    for (int t = 0; t < a.length; t++) {
      for (int i = 0; i < out[t].length; i++) {
        out[t][i] = a[t][i] + b[t][i];
      }
    }
    return out;
  }

  private double at(String module, int row, int column) {
    return tensor(module + ".weight").vectors().get(row, column);
  }

  private WeightTensor tensor(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }
}
