package dev.ehi.cli.index;

/**
 * What a change that adds nothing did.
 *
 * @param deleted documents
 * @param size documents left in the index
 */
record ChangeReport(long deleted, long size) {}
