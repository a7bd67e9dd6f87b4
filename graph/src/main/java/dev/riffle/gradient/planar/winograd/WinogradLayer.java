package dev.riffle.gradient.planar.winograd;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.gradient.planar.window.Parts;
import dev.riffle.gradient.planar.window.Tail;
import dev.riffle.gradient.planar.window.Window;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.step.Step;
import java.util.HashMap;
import java.util.Map;

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
public final class WinogradLayer implements Layer {
  private static final int LEAST_CHANNELS = 16;
  private static final int LEAST_PLACES = 256;
  private static final int ROWS = Products.ROWS;

  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Plane[] in;
  private final Plane[] out;
  private final Stack stack; // of either
  private final int mask;
  private final int[] raw;
  private final Parts.Weights weights;
  private final Tail tail;
  private final Tiles tiles;
  private final TileWeights tileWeights;
  private final float[] room; // for what weights become, or their slopes; others' between steps
  private final float[] slopeRoom; // for slopes of products

  /** Whether it is worth while, of a convolution that is not grouped. */
  public static boolean suits(Window window, int in, int out) {
    return window.kernel() == 3
        && window.padding() == 1
        && !window.deals()
        && Math.min(in, out) >= LEAST_CHANNELS
        && window.in().count() >= LEAST_PLACES;
  }

  /** Arrays by size, which the layers of a network use one after the other. */
  public static final class Rooms {
    private final Map<Integer, float[]> weights = new HashMap<>(); // or their slopes
    private final Map<Integer, float[]> slopes = new HashMap<>(); // of products
  }

  /** Adds the steps of the way there. */
  public WinogradLayer(Parts parts, TrainingPlan plan, Rooms rooms) {
    kernels = plan.kernels();
    slopes = plan.slopeKernels();
    in = parts.in();
    out = parts.out();
    stack = parts.window().in();
    mask = plan.arena().mask(stack);
    raw = parts.raw();
    weights = parts.weights();
    tail = parts.tail();
    tiles = new Tiles(stack);
    tileWeights = new TileWeights(out.length, in.length);
    room = rooms.weights.computeIfAbsent(tileWeights.size(), Products::room);
    int roomSize = TileSlopes.roomSize(tiles.stack(), out.length);
    slopeRoom = rooms.slopes.computeIfAbsent(roomSize, Products::room);
    planForward(plan);
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private int scratch() {
    return SlopeKernels.SCRATCH + tiles.scratch();
  }

  private TilePlanes take(TrainingPlan plan, int channels) {
    return TilePlanes.take(plan.arena(), tiles.stack(), channels);
  }

  private void planForward(TrainingPlan plan) {
    TilePlanes seen = take(plan, in.length);
    TilePlanes made = take(plan, out.length);
    plan.forward(spreading(Plane.values(in), seen));
    plan.forward(packing(made, tileWeights::pack));
    plan.forward(products(seen, made));
    plan.forward(
        new UnitStep(
            out.length,
            scratch(),
            (arena, scratch, o) -> {
              tiles.gather(arena, made.of()[o], raw[o], scratch);
              if (weights.bias() != null) {
                int vectors = stack.vectors(slopes.lanes());
                slopes.affine(arena, raw[o], 1, weights.bias(o), 1, mask, raw[o], vectors);
              }
              tail.forward(arena, scratch, o);
            }));
    seen.drop(plan.arena());
    made.drop(plan.arena());
  }

  // What windows see of each plane.
  private Step spreading(int[] from, TilePlanes to) {
    return new UnitStep(
        from.length,
        scratch(),
        (arena, scratch, c) -> tiles.spreadInput(arena, from[c], to.of()[c], scratch));
  }

  /** How a block's weights are packed. */
  private interface Packing {
    void pack(float[] weight, int block, float[] packed, float[] arena, int scratch);
  }

  private Step packing(TilePlanes made, Packing packing) {
    return new UnitStep(
        made.blocks(),
        tileWeights.scratch(),
        (arena, scratch, block) -> packing.pack(weights.weight(), block, room, arena, scratch));
  }

  private Step products(TilePlanes from, TilePlanes to) {
    int blocks = to.blocks();
    Products products =
        new Products(
            from.terms(),
            from.channels(),
            to.channels(),
            room,
            new float[Tiles.COUNT * blocks * ROWS],
            to.rows(),
            0);
    return new UnitStep(
        Tiles.COUNT,
        kernels.scratch(from.channels()),
        (arena, scratch, k) ->
            BlockStep.multiply(
                kernels, arena, scratch, products, k * blocks, (k + 1) * blocks, from.stack()));
  }

  @Override
  public void backward(TrainingPlan plan) {
    boolean learns = weights.weightSlopes() != null;
    TilePlanes along = take(plan, learns ? out.length : 0);
    plan.backward(
        new UnitStep(
            out.length,
            scratch(),
            (arena, scratch, o) -> {
              tail(arena, scratch, o);
              if (learns) {
                tiles.spreadSlopes(arena, out[o].slope(), along.of()[o], scratch);
              }
            }));
    if (learns) {
      planWeights(plan, along);
    }
    along.drop(plan.arena());
    if (Plane.anyLearns(in)) {
      planInputs(plan);
    }
  }

  private void tail(float[] arena, int scratch, int o) {
    tail.backward(arena, scratch, o);
    if (weights.biasSlopes() != null) {
      int vectors = stack.vectors(slopes.lanes());
      weights.biasSlopes()[o] = (float) slopes.sum(arena, out[o].slope(), mask, vectors, scratch);
    }
  }

  private void planWeights(TrainingPlan plan, TilePlanes along) {
    TilePlanes seen = take(plan, in.length);
    plan.backward(spreading(Plane.values(in), seen));
    TileSlopes sums = new TileSlopes(kernels, along, seen, slopeRoom);
    plan.backward(
        new UnitStep(
            Tiles.COUNT, sums.scratch(), (arena, scratch, k) -> sums.run(arena, scratch, k, room)));
    plan.backward(
        new UnitStep(
            out.length,
            tileWeights.scratch(),
            (arena, scratch, o) ->
                tileWeights.unpack(room, o, weights.weightSlopes(), arena, scratch)));
    seen.drop(plan.arena());
  }

  private void planInputs(TrainingPlan plan) {
    TilePlanes seen = take(plan, out.length);
    TilePlanes made = take(plan, in.length);
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(spreading(Plane.slopes(out), seen));
    plan.backward(packing(made, tileWeights::packBack));
    plan.backward(products(seen, made));
    plan.backward(
        new UnitStep(
            in.length,
            scratch(),
            (arena, scratch, c) -> {
              tiles.gather(arena, made.of()[c], targets[c].at(), scratch);
              targets[c].addMasked(kernels, arena, mask);
            }));
    Target.drop(targets, in, plan.arena());
    seen.drop(plan.arena());
    made.drop(plan.arena());
  }
}
