package dev.riffle.run.planar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.run.planar.step.Step;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TeamTest {

  private record Counting(int units, AtomicInteger count, int before, AtomicInteger early)
      implements Step {
    @Override
    public void run(float[] arena, int scratch, int unit) {
      if (count.incrementAndGet() <= before) {
        early.incrementAndGet();
      }
    }
  }

  @Test
  void everyUnitRunsOnceAndNoStepBeforeTheLastIsOver() {
    AtomicInteger count = new AtomicInteger();
    AtomicInteger early = new AtomicInteger();
    List<Step> steps =
        List.of(
            new Counting(7, count, 0, early),
            new Counting(1, count, 7, early),
            new Counting(100, count, 8, early));
    try (Team team = new Team(steps, new float[0], new int[4])) {
      for (int run = 0; run < 2000; run++) {
        count.set(0);
        team.run();
        assertEquals(108, count.get());
      }
    }
    assertEquals(0, early.get());
  }

  @Test
  void whatFailsInAHelperIsToldByTheCallerAndTheTeamGoesOn() {
    RuntimeException failure = new RuntimeException("unit 3");
    AtomicInteger runs = new AtomicInteger();
    Step step =
        new Step() {
          @Override
          public int units() {
            return 8;
          }

          @Override
          public void run(float[] arena, int scratch, int unit) {
            if (unit == 3 && runs.get() == 0) {
              throw failure;
            }
          }
        };
    try (Team team = new Team(List.of(step, step), new float[0], new int[2])) {
      IllegalStateException told = assertThrows(IllegalStateException.class, team::run);
      assertSame(failure, told.getCause());
      runs.incrementAndGet();
      team.run();
    }
  }

  @Test
  void helpersSleepBetweenRunsAndEndWithTheTeam() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    List<Step> steps = List.of(new Counting(64, count, 0, count));
    waitForHelpers(0); // those of teams closed before
    int before = helpers().size();
    try (Team team = new Team(steps, new float[0], new int[3])) {
      team.run();
      Thread.sleep(200);
      List<Thread> helpers = helpers();
      assertEquals(before + 2, helpers.size());
      var threads = ManagementFactory.getThreadMXBean();
      long used = helpers.stream().mapToLong(h -> threads.getThreadCpuTime(h.getId())).sum();
      Thread.sleep(200);
      long now = helpers.stream().mapToLong(h -> threads.getThreadCpuTime(h.getId())).sum();
      assertTrue(now - used < 5_000_000, (now - used) + " ns while idle");
    }
    waitForHelpers(before);
    assertEquals(before, helpers().size());
  }

  private static void waitForHelpers(int most) throws InterruptedException {
    for (int i = 0; i < 100 && helpers().size() > most; i++) {
      Thread.sleep(20);
    }
  }

  private static List<Thread> helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("riffle-planar-"))
        .toList();
  }
}
