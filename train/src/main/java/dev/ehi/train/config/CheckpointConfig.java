package dev.ehi.train.config;

/**
 * When the state of training is saved; whichever comes first, and always on a stop by signal.
 *
 * @param everySteps steps between two checkpoints; 0 counts no steps
 * @param everyMinutes minutes between two checkpoints; 0 counts no minutes
 */
public record CheckpointConfig(int everySteps, double everyMinutes) {
  public CheckpointConfig {
    Checks.range("every-steps", everySteps, 0, Integer.MAX_VALUE);
    Checks.notNegative("every-minutes", everyMinutes);
  }
}
