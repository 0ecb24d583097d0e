package dev.ehi.lucene;

/** A document as it was added. */
public record StoredDocument(String id, String title, String text) {}
