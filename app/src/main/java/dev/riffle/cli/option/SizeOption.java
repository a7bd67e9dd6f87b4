package dev.riffle.cli.option;

import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Shape;
import picocli.CommandLine.Option;

/** {@code --size}: what a network is built for, where it is not the config's size. */
public final class SizeOption {

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = Size.Converter.class,
      description = "Width and height of the input, or one number for both; else the config's.")
  private Size size;

  /** The size asked for, or a square one. */
  public Size orSquare(int side) {
    return size == null ? new Size(side, side) : size;
  }

  /** The experiment's network for inputs of this size. */
  public Graph graph(Experiment experiment) {
    Graph graph = experiment.graph();
    return size == null ? graph : graph.at(new Shape(3, size.height(), size.width()));
  }
}
