package dev.ehi.train.diagnosis;

/** A failure signature that a run does not show, with the numbers that it was judged by. */
public record Sound(String signature, String evidence) implements Judgement {}
