package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.winograd.TileWeights;
import dev.riffle.gradient.winograd.Tiles;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.step.Step;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A convolution by windows of three by three that mixes many channels, in a quarter of the
 * multiplications (<a href="https://arxiv.org/abs/1509.09308">Lavin and Gray</a>): of each tile of
 * four by four places, 36 numbers are made, and channels are mixed number by number. For each of
 * the 36, over all tiles t:
 *
 * <pre>
 * m[o, t]  = Σ u[o, c] · v[c, t]      u from the weights, v from the inputs; m becomes the outputs
 * du[o, c] = Σ dm[o, t] · v[c, t]     dm from the outputs' slopes; du becomes the weights' slopes
 * </pre>
 *
 * The slopes of the inputs are a convolution of those of the outputs, by the window turned round.
 */
final class WinogradLayer implements Layer {
  private static final int LEAST_CHANNELS = 16;
  private static final int LEAST_PLACES = 256;
  private static final int ROWS = Products.ROWS;

  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final ConvolutionLayer.Parts parts;
  private final float[] weight;
  private final float[] bias; // null for none
  private final Tail tail;
  private final int mask;
  private final Tiles tiles;
  private final Stack tileStack;
  private final TileWeights tileWeights;
  private final float[] room; // for what weights become, or their slopes; others' between steps
  private final float[] slopeRoom; // for slopes of products

  /** Whether it is worth while, of a convolution that is not grouped. */
  static boolean suits(Window window, int in, int out) {
    return window.kernel() == 3
        && window.padding() == 1
        && !window.deals()
        && Math.min(in, out) >= LEAST_CHANNELS
        && window.in().count() >= LEAST_PLACES;
  }

  /**
   * Arrays by size, which the layers of a network use one after the other.
   *
   * @param weights for what weights become, or their slopes
   * @param slopes for slopes of products
   */
  record Rooms(Map<Integer, float[]> weights, Map<Integer, float[]> slopes) {}

  /** Plans the way there. */
  WinogradLayer(ConvolutionLayer.Parts parts, TrainingPlan plan, Rooms rooms) {
    this.parts = parts;
    kernels = plan.kernels();
    slopes = plan.slopeKernels();
    weight = parts.weights().weight();
    bias = parts.weights().bias();
    tail = parts.tail();
    Stack stack = parts.window().in();
    mask = plan.arena().mask(stack);
    tiles =
        new Tiles(
            new Tiles.Map(
                stack.pictures(), stack.height(), stack.width(), stack.pitch(), stack.step()));
    tileStack = new Stack(stack.pictures(), tiles.rows(), tiles.columns(), 0);
    tileWeights = new TileWeights(parts.out().length, parts.in().length);
    room = rooms.weights.computeIfAbsent(tileWeights.size(), float[]::new);
    slopeRoom =
        rooms.slopes.computeIfAbsent(
            TileSlopes.roomSize(tileStack, parts.out().length), float[]::new);
    planForward(plan);
  }

  @Override
  public Plane[] out() {
    return parts.out();
  }

  private int scratch() {
    return SlopeKernels.SCRATCH + tiles.scratch();
  }

  private void planForward(TrainingPlan plan) {
    int[] from = parts.from();
    int[] raw = parts.raw();
    TilePlanes seen = TilePlanes.take(plan.arena(), tileStack, from.length);
    TilePlanes made = TilePlanes.take(plan.arena(), tileStack, raw.length);
    plan.forward(
        new UnitStep(
            from.length,
            scratch(),
            (arena, scratch, c) -> tiles.spreadInput(arena, from[c], seen.of()[c], scratch)));
    plan.forward(packing(made, tileWeights::pack));
    plan.forward(products(seen, made));
    plan.forward(
        new UnitStep(
            raw.length,
            scratch(),
            (arena, scratch, o) -> {
              tiles.gather(arena, made.of()[o], raw[o], scratch);
              if (bias != null) {
                int vectors = parts.window().out().vectors(slopes.lanes());
                slopes.affine(arena, raw[o], 1, bias[o], 1, mask, raw[o], vectors);
              }
              tail.forward(arena, scratch, o);
            }));
    seen.drop(plan.arena());
    made.drop(plan.arena());
  }

  /** How a block's weights are packed. */
  private interface Packing {
    void pack(float[] weight, int block, float[] packed, float[] arena, int scratch);
  }

  private Step packing(TilePlanes made, Packing packing) {
    return new UnitStep(
        made.blocks(),
        tileWeights.scratch(),
        (arena, scratch, block) -> packing.pack(weight, block, room, arena, scratch));
  }

  private Step products(TilePlanes from, TilePlanes to) {
    int blocks = to.blocks();
    Products products =
        new Products(
            from.terms(),
            from.channels(),
            blocks,
            room,
            new float[Tiles.COUNT * blocks * ROWS],
            to.rows(),
            0);
    return new UnitStep(
        Tiles.COUNT,
        0,
        (arena, scratch, k) ->
            BlockStep.multiply(kernels, arena, products, k * blocks, (k + 1) * blocks, tileStack));
  }

  @Override
  public void backward(TrainingPlan plan) {
    int[] slopePlanes = parts.slopePlanes();
    for (int o = 0; o < slopePlanes.length; o++) {
      slopePlanes[o] = parts.out()[o].slope();
    }
    float[] weightSlopes = parts.weights().weightSlopes();
    boolean learns = weightSlopes != null;
    TilePlanes along = TilePlanes.take(plan.arena(), tileStack, learns ? slopePlanes.length : 0);
    plan.backward(
        new UnitStep(
            slopePlanes.length,
            scratch(),
            (arena, scratch, o) -> {
              tail(arena, scratch, o);
              if (learns) {
                tiles.spreadSlopes(arena, slopePlanes[o], along.of()[o], scratch);
              }
            }));
    if (learns) {
      planWeights(plan, along, weightSlopes);
    }
    along.drop(plan.arena());
    if (Stream.of(parts.in()).anyMatch(Plane::learns)) {
      planInputs(plan);
    }
  }

  private void tail(float[] arena, int scratch, int o) {
    tail.backward(arena, scratch, o);
    float[] biasSlopes = parts.weights().biasSlopes();
    if (biasSlopes != null) {
      int vectors = parts.window().out().vectors(slopes.lanes());
      int at = parts.slopePlanes()[o];
      biasSlopes[o] = (float) slopes.sum(arena, at, mask, vectors, scratch);
    }
  }

  private void planWeights(TrainingPlan plan, TilePlanes along, float[] weightSlopes) {
    int[] from = parts.from();
    TilePlanes seen = TilePlanes.take(plan.arena(), tileStack, from.length);
    plan.backward(
        new UnitStep(
            from.length,
            scratch(),
            (arena, scratch, c) -> tiles.spreadInput(arena, from[c], seen.of()[c], scratch)));
    TileSlopes sums = new TileSlopes(kernels, along, seen, slopeRoom);
    plan.backward(
        new UnitStep(
            Tiles.COUNT, sums.scratch(), (arena, scratch, k) -> sums.run(arena, scratch, k, room)));
    plan.backward(
        new UnitStep(
            along.channels(),
            tileWeights.scratch(),
            (arena, scratch, o) -> tileWeights.unpack(room, o, weightSlopes, arena, scratch)));
    seen.drop(plan.arena());
  }

  private void planInputs(TrainingPlan plan) {
    Plane[] in = parts.in();
    int[] slopePlanes = parts.slopePlanes();
    TilePlanes seen = TilePlanes.take(plan.arena(), tileStack, slopePlanes.length);
    TilePlanes made = TilePlanes.take(plan.arena(), tileStack, in.length);
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(
        new UnitStep(
            slopePlanes.length,
            scratch(),
            (arena, scratch, o) ->
                tiles.spreadInput(arena, slopePlanes[o], seen.of()[o], scratch)));
    plan.backward(packing(made, tileWeights::packBack));
    plan.backward(products(seen, made));
    plan.backward(
        new UnitStep(
            in.length,
            scratch(),
            (arena, scratch, c) -> {
              tiles.gather(arena, made.of()[c], targets[c].at(), scratch);
              targets[c].mask(kernels, arena, mask);
              targets[c].add(kernels, arena);
            }));
    Target.drop(targets, in, plan.arena());
    seen.drop(plan.arena());
    made.drop(plan.arena());
  }
}
