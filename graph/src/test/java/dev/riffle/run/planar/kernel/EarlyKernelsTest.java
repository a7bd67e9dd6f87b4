package dev.riffle.run.planar.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.riffle.graph.Activation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EarlyKernelsTest {
  private final Set<String> calledHere = ConcurrentHashMap.newKeySet();
  private final Set<String> calledElsewhere = ConcurrentHashMap.newKeySet();
  private final Thread here = Thread.currentThread();

  @Test
  @Timeout(60)
  void whatMostDetectorsDoWithoutIsWarmedUpWhenItIsCalled() {
    PlainKernels plain = new PlainKernels();
    Kernels early = new EarlyKernels(noting(plain));
    while (!calledHere.contains("halvePlane")) {
      early.halvePlane(new float[128], 0, 8, 2, 4, 64, 4);
    }
    assertFalse(calledElsewhere.contains("activate"));
    assertArrayEquals(activated(plain), activated(early));
    while (!calledHere.contains("activate")) {
      assertArrayEquals(activated(plain), activated(early));
    }
  }

  private static float[] activated(Kernels kernels) {
    float[] arena = new float[128];
    for (int i = 0; i < 40; i++) {
      arena[i] = i * 0.25f - 3;
    }
    kernels.activate(arena, 8, 1, Activation.LEAKY_RELU);
    return arena;
  }

  // The same kernels, which note what is called.
  private Kernels noting(Kernels kernels) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              (Thread.currentThread() == here ? calledHere : calledElsewhere).add(method.getName());
              try {
                return method.invoke(kernels, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
