package dev.riffle.gradient.planar.winograd.kernel;

import dev.riffle.run.planar.kernel.Kernels;

/** The choice of transforms, made once. */
final class FastestTransforms {
  static final Transforms TRANSFORMS = choose();

  private FastestTransforms() {}

  // By name, since a Java that was not told to load the incubating module cannot link the class.
  private static Transforms choose() {
    try {
      return (Transforms)
          Class.forName("dev.riffle.gradient.planar.winograd.kernel.VectorTransforms")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      return new PlainTransforms(Kernels.fastest().lanes());
    }
  }
}
