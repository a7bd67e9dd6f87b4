package dev.riffle.dataset;

/** Annotations by the picture that they are in, in the order of the file within each. */
public final class Grouping {
  private final int[] begins; // [picture + 1]
  private final int[] order;

  private Grouping(int[] begins, int[] order) {
    this.begins = begins;
    this.order = order;
  }

  /** Those of the pictures that the data set lists. */
  public static Grouping byImage(Dataset dataset) {
    int[] image = dataset.annotations().image();
    int[] begins = new int[dataset.images().size() + 1];
    for (int i : image) {
      if (i >= 0) {
        begins[i + 1]++;
      }
    }
    for (int i = 1; i < begins.length; i++) {
      begins[i] += begins[i - 1];
    }
    int[] next = begins.clone();
    int[] order = new int[begins[begins.length - 1]];
    for (int i = 0; i < image.length; i++) {
      if (image[i] >= 0) {
        order[next[image[i]]++] = i;
      }
    }
    return new Grouping(begins, order);
  }

  /** How many annotations there are in all pictures together. */
  public int size() {
    return order.length;
  }

  /** Where a picture's first is, for {@link #at}. */
  public int begin(int image) {
    return begins[image];
  }

  /** Behind a picture's last. */
  public int end(int image) {
    return begins[image + 1];
  }

  /** The annotation at a place. */
  public int at(int place) {
    return order[place];
  }
}
