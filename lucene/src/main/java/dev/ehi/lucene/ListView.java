package dev.ehi.lucene;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/** A list whose elements are made when they are asked for. */
final class ListView<T> extends AbstractList<T> implements RandomAccess {

  private final int size;
  private final IntFunction<T> elements;

  /**
   * @param size how many elements there are
   * @param elements by index, an equal one whenever it is asked
   */
  ListView(int size, IntFunction<T> elements) {
    this.size = size;
    this.elements = elements;
  }

  @Override
  public T get(int index) {
    return elements.apply(Objects.checkIndex(index, size));
  }

  @Override
  public int size() {
    return size;
  }
}
