package dev.ehi.train.nn;

import dev.ehi.encoder.WeightTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101) over groups of parameters, with clipping by the
 * global norm of the gradients. Parameters without a gradient are left as they are.
 */
public final class Optimizer implements AutoCloseable {

  private static final String STEP = "step";

  private final AdamW.Config config;
  private final List<ParameterGroup> groups;
  private final Map<String, AdamW> updates = new LinkedHashMap<>(); // by group/parameter
  private long step;

  public Optimizer(AdamW.Config config, List<ParameterGroup> groups) {
    this.config = config;
    this.groups = List.copyOf(groups);
    for (ParameterGroup group : groups) {
      group
          .parameters()
          .forEach(
              (name, tensor) -> {
                if (updates.put(key(group, name), new AdamW(config, group, tensor)) != null) {
                  throw new IllegalArgumentException("two groups are named " + group.name());
                }
              });
    }
  }

  /** Forgets all gradients; to be called before each backward pass. */
  public void zeroGradients() {
    updates.values().forEach(AdamW::zeroGradient);
  }

  /**
   * Clips the gradients and moves all parameters by one step.
   *
   * @param scale of all learning rates, from the schedule
   * @return the norms before clipping
   * @throws NonFiniteGradientException if a gradient is not finite; nothing has been changed then
   */
  public GradientNorms step(double scale) {
    try (StepScope scope = StepScope.open();
        NoGradGuard guard = new NoGradGuard()) {
      GradientNorms norms = norms();
      double clip = Math.min(1, config.maxNorm() / (norms.total() + 1e-6));
      step++;
      updates.values().forEach(update -> update.step(step, scale, clip));
      return norms;
    }
  }

  private GradientNorms norms() {
    Map<String, Double> byGroup = new LinkedHashMap<>();
    List<String> broken = new ArrayList<>();
    double total = 0;
    for (ParameterGroup group : groups) {
      double squares = 0;
      for (String name : group.parameters().keySet()) {
        double norm = update(group, name).gradientNorm();
        if (!Double.isFinite(norm)) {
          broken.add(key(group, name));
        }
        squares += norm * norm;
      }
      byGroup.put(group.name(), Math.sqrt(squares));
      total += squares;
    }
    if (!broken.isEmpty()) {
      throw new NonFiniteGradientException(broken);
    }
    return new GradientNorms(Math.sqrt(total), byGroup);
  }

  /** How many steps have been taken, those before {@link #restore} included. */
  public long steps() {
    return step;
  }

  /**
   * A copy of everything but the parameters that the next steps depend on. Restored beside the same
   * parameters, training goes on bit for bit as if it had not stopped.
   */
  public List<WeightTensor> state() {
    List<WeightTensor> state = new ArrayList<>();
    state.add(WeightTensor.of(STEP, new long[] {1}, new float[] {step}));
    updates.forEach((key, update) -> state.addAll(update.state(key)));
    return state;
  }

  /**
   * Takes over a saved state.
   *
   * @throws IllegalArgumentException if it was saved by an optimiser of other parameters
   */
  public void restore(Map<String, WeightTensor> state) {
    int expected = 1 + updates.size() * AdamW.MOMENTS.size();
    if (state.size() != expected) {
      throw new IllegalArgumentException(
          "the saved optimiser state has %d tensors, this model needs %d: it belongs to another model or configuration"
              .formatted(state.size(), expected));
    }
    step = (long) require(state, STEP).floats()[0];
    updates.forEach((key, update) -> update.restore(key, name -> require(state, name)));
  }

  @Override
  public void close() {
    updates.values().forEach(AdamW::close);
  }

  private AdamW update(ParameterGroup group, String parameter) {
    return java.util.Objects.requireNonNull(updates.get(key(group, parameter)));
  }

  private static String key(ParameterGroup group, String parameter) {
    return group.name() + "/" + parameter;
  }

  private static WeightTensor require(Map<String, WeightTensor> state, String name) {
    WeightTensor tensor = state.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the saved optimiser state lacks %s: it belongs to another model or configuration"
              .formatted(name));
    }
    return tensor;
  }
}
