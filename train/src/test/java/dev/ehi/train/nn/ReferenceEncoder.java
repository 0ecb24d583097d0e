package dev.ehi.train.nn;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.Pooling;
import dev.ehi.encoder.WeightNames;
import dev.ehi.encoder.WeightTensor;
import java.util.Map;
import java.util.Objects;

/** BERT for one text at a time, in plain loops and double precision. */
final class ReferenceEncoder {

  private final EncoderConfig config;
  private final Map<String, WeightTensor> weights;
  private final WeightNames names;

  ReferenceEncoder(EncoderConfig config, Map<String, WeightTensor> weights) {
    this.config = config;
    this.weights = weights;
    this.names = WeightNames.of(config.modelType());
  }

  double[] encode(int[] tokens, Pooling pooling) {
    int hidden = config.hiddenSize();
    double[][] x = new double[tokens.length][hidden];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] =
            values(names.wordEmbeddings() + ".weight")[tokens[t] * hidden + i]
                + values(names.positionEmbeddings() + ".weight")[t * hidden + i];
        if (config.typeVocabSize() > 0) {
          x[t][i] += values(names.tokenTypeEmbeddings() + ".weight")[i];
        }
      }
      norm(x[t], names.embeddingsNorm());
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      x = layer(x, names.layer(layer));
    }
    return normalized(pool(x, pooling));
  }

  private static double[] pool(double[][] x, Pooling pooling) {
    if (pooling == Pooling.CLS) {
      return x[0];
    }
    double[] sum = new double[x[0].length];
    for (double[] token : x) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += token[i] / x.length;
      }
    }
    return sum;
  }

  private static double[] normalized(double[] u) {
    double squares = 0;
    for (double v : u) {
      squares += v * v;
    }
    for (int i = 0; i < u.length; i++) {
      u[i] /= Math.sqrt(squares);
    }
    return u;
  }

  private double[][] layer(double[][] x, WeightNames.Layer layer) {
    int n = x.length;
    double[][] context = new double[n][config.hiddenSize()];
    for (int head = 0; head < config.heads(); head++) {
      attend(x, layer, head, context);
    }
    double[][] out = new double[n][];
    for (int t = 0; t < n; t++) {
      double[] y = added(x[t], linear(context[t], layer.attentionOutput()));
      norm(y, layer.attentionNorm());
      double[] inner = linear(y, layer.intermediate());
      for (int i = 0; i < inner.length; i++) {
        inner[i] = activation(inner[i]);
      }
      out[t] = added(y, linear(inner, layer.output()));
      norm(out[t], layer.outputNorm());
    }
    return out;
  }

  private void attend(double[][] x, WeightNames.Layer layer, int head, double[][] context) {
    int size = config.headSize();
    for (int t = 0; t < x.length; t++) {
      double[] query = linear(x[t], layer.query());
      double[] weight = new double[x.length];
      double total = 0;
      for (int s = 0; s < x.length; s++) {
        double[] key = linear(x[s], layer.key());
        double score = 0;
        for (int i = head * size; i < (head + 1) * size; i++) {
          score += query[i] * key[i];
        }
        weight[s] = Math.exp(score / Math.sqrt(size));
        total += weight[s];
      }
      for (int s = 0; s < x.length; s++) {
        double[] value = linear(x[s], layer.value());
        for (int i = head * size; i < (head + 1) * size; i++) {
          context[t][i] += weight[s] / total * value[i];
        }
      }
    }
  }

  private double activation(double x) {
    return switch (config.activation()) {
      case RELU -> Math.max(0, x);
      case GELU_TANH -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + .044715 * x * x * x)));
      case GELU -> x / 2 * (1 + erf(x / Math.sqrt(2)));
    };
  }

  /** By its Taylor series, exact enough for the small numbers of tests. */
  private static double erf(double x) {
    double sum = 0;
    double term = x;
    for (int n = 0; n < 60; n++) {
      sum += term / (2 * n + 1);
      term *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private void norm(double[] x, String module) {
    double mean = 0;
    double variance = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    float[] weight = values(module + ".weight");
    float[] bias = values(module + ".bias");
    for (int i = 0; i < x.length; i++) {
      x[i] = (x[i] - mean) / Math.sqrt(variance + config.layerNormEps()) * weight[i] + bias[i];
    }
  }

  private double[] linear(double[] x, String module) {
    float[] weight = values(module + ".weight");
    float[] bias = values(module + ".bias");
    double[] y = new double[bias.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] added(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private float[] values(String name) {
    return Objects.requireNonNull(weights.get(name)).floats();
  }
}
