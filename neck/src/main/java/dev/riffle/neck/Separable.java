package dev.riffle.neck;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Scope;

/**
 * NanoDet's depthwise separable convolution, of which its necks and heads are made: depthwise and
 * pointwise, each with BatchNorm and activation. It keeps the number of channels.
 */
public final class Separable {
  private Separable() {}

  public static Node build(Scope scope, Node x, int kernel, int stride, Activation activation) {
    int channels = x.shape().channels();
    return scope
        .chain(x)
        .then("depthwise", Conv2d.depthwise(channels, kernel, stride))
        .then("dwnorm", DEFAULT)
        .then("dwact", new Activate(activation))
        .then("pointwise", Conv2d.pointwise(channels))
        .then("pwnorm", DEFAULT)
        .then("pwact", new Activate(activation))
        .end();
  }
}
