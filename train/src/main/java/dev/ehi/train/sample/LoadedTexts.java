package dev.ehi.train.sample;

/**
 * A retrieval set ready for training on texts.
 *
 * @param set ids and judgements
 * @param tokens of all texts, in the order of the set
 */
public record LoadedTexts(TrainingSet set, TokenisedTexts tokens) {}
