package dev.riffle.train.start;

/**
 * How the first numbers of a part of a network are drawn. Each tells of a layer's weight, whose
 * shape is {@code [out, in of a group, kernel, kernel]} or {@code [out, in]}.
 */
enum Scheme {
  /** PyTorch's own for convolutions and fully connected layers: even within 1 / √fanIn. */
  PYTORCH {
    @Override
    Draw weight(Layer layer) {
      return new Draw(Chance.EVEN, 1 / Math.sqrt(layer.fanIn()));
    }

    @Override
    Draw bias(Layer layer) {
      return weight(layer);
    }
  },

  /** megvii's of the ShuffleNets, and so NanoDet's: normal, within 1 / in of a group. */
  MEGVII {
    @Override
    Draw weight(Layer layer) {
      boolean isPlain = layer.isFirst() || layer.kernel() == 0;
      return new Draw(Chance.NORMAL, isPlain ? SMALL : 1.0 / layer.in());
    }

    @Override
    double normBias() {
      return 1e-4;
    }
  },

  /** Xavier's, of NanoDet's pyramids without norms: even within √(6 / (fanIn + fanOut)). */
  XAVIER {
    @Override
    Draw weight(Layer layer) {
      return new Draw(Chance.EVEN, Math.sqrt(6.0 / (layer.fanIn() + layer.fanOut())));
    }
  },

  /** Of NanoDet's transformer: its linear layers, and where each place begins. */
  TRANSFORMER {
    @Override
    Draw weight(Layer layer) {
      return new Draw(Chance.NORMAL, 0.02);
    }
  },

  /** Of NanoDet's heads, and of the convolutions before its transformer. */
  HEAD {
    @Override
    Draw weight(Layer layer) {
      return new Draw(Chance.NORMAL, SMALL);
    }
  },

  /** Of a detector's last layer: every place says at first that with 99 % there is nothing. */
  CLASSES {
    @Override
    Draw weight(Layer layer) {
      return new Draw(Chance.NORMAL, SMALL);
    }

    @Override
    Draw bias(Layer layer) {
      return new Draw(Chance.CONSTANT, NOTHING_THERE);
    }
  };

  private static final double SMALL = 0.01;
  private static final double NOTHING_THERE = -4.595; // log(0.01 / 0.99), as NanoDet rounds it

  /**
   * A convolution or fully connected layer.
   *
   * @param isFirst whether it is the network's first
   * @param out channels
   * @param in channels that one output channel sees
   * @param kernel width of it; 0 if fully connected
   */
  record Layer(boolean isFirst, int out, int in, int kernel) {
    private int places() {
      return kernel == 0 ? 1 : kernel * kernel;
    }

    int fanIn() {
      return in * places();
    }

    int fanOut() {
      return out * places();
    }
  }

  /** What a tensor's numbers are. */
  record Draw(Chance chance, double size) {}

  abstract Draw weight(Layer layer);

  Draw bias(Layer layer) {
    return new Draw(Chance.CONSTANT, 0);
  }

  double normBias() {
    return 0;
  }
}
