package dev.riffle.run;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A session whose inputs are written, and whose outputs are read, where they lie:
 *
 * <pre>
 * write(session.inputs().get(0));
 * session.run();
 * read(session.outputs());
 * </pre>
 */
public interface PlaneSession extends Session {

  /** Where to write each of the graph's inputs, anew before every run: a run may overwrite them. */
  List<PlaneView> inputs();

  /** Runs the network once, for one picture, on what was written to {@link #inputs}. */
  void run();

  /** Where each of the graph's outputs lies after a run, until the next one. */
  List<PlaneView> outputs();

  /**
   * Any session as one of this kind; closing it closes that one.
   *
   * @param graph the one that the session runs
   */
  static PlaneSession of(Session session, Graph graph) {
    return session instanceof PlaneSession planes ? planes : new OverTensors(session, graph);
  }

  /** A session that only takes tensors, with some of its own. */
  final class OverTensors implements PlaneSession {
    private final Session session;
    private final List<Tensor> written;
    private final List<PlaneView> inputs;
    private List<PlaneView> outputs = List.of();

    private OverTensors(Session session, Graph graph) {
      this.session = session;
      this.written = graph.inputs().stream().map(node -> Tensor.zeros(1, node.shape())).toList();
      this.inputs =
          IntStream.range(0, written.size())
              .mapToObj(i -> PlaneView.of(written.get(i), 0))
              .toList();
    }

    @Override
    public List<PlaneView> inputs() {
      return inputs;
    }

    @Override
    public void run() {
      outputs = run(written).stream().map(map -> PlaneView.of(map, 0)).toList();
    }

    @Override
    public List<PlaneView> outputs() {
      return outputs;
    }

    @Override
    public List<Tensor> run(List<Tensor> batch) {
      return session.run(batch);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
