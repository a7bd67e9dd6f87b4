package dev.riffle.gradient;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import java.util.List;

/**
 * A network that learns, with parameters of its own and the buffers it needs:
 *
 * <pre>
 * List&lt;Tensor&gt; outputs = session.forward(batch);
 * session.backward(slopes of the loss at the outputs);
 * for each parameter of session.learning(): change session.values(name) by session.gradient(name)
 * </pre>
 *
 * For one thread at a time.
 */
public interface TrainingSession extends AutoCloseable {

  /** How much of a new mean or variance goes into the running one: PyTorch's default. */
  double MOMENTUM = 0.1;

  Graph graph();

  /** Pictures that go through together. */
  int batchSize();

  /** Parameters that learn, in the graph's order: the trained ones that are not frozen. */
  List<Parameter> learning();

  /**
   * A parameter's or running statistic's numbers, in the order of its tensor. They are the ones
   * that the network computes with: whoever writes to them changes it from the next forward pass
   * on.
   *
   * @throws IllegalArgumentException if the network has none of that name
   */
  float[] values(String parameter);

  /**
   * The slope of the loss along each of a learning parameter's numbers, as the last backward pass
   * found it. The array stays the same one; the next backward pass overwrites it.
   *
   * @throws IllegalArgumentException if no parameter of that name learns
   */
  float[] gradient(String parameter);

  /**
   * Runs the network on a batch. BatchNorms whose weight learns take the batch's mean and variance
   * and move their running ones by {@link #MOMENTUM} (the variance unbiased, as PyTorch has it);
   * frozen ones take the running ones and leave them alone.
   *
   * @param inputs a batch {@code [N, C, H, W]} for each of the graph's inputs; not kept
   * @return {@code [N, C, H, W]} for each of the graph's outputs; overwritten by the next pass
   * @throws IllegalArgumentException if the inputs are not of the graph's shapes or the session's
   *     batch size, naming the input
   */
  List<Tensor> forward(List<Tensor> inputs);

  /**
   * Works out all gradients of the last forward pass.
   *
   * @param slopes of the loss along each number of each output, shaped like the outputs; not kept
   */
  void backward(List<Tensor> slopes);

  /** A copy of the network with the numbers that it has now. */
  Model model();

  @Override
  void close();
}
