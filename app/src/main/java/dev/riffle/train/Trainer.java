package dev.riffle.train;

import dev.riffle.graph.Tensor;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loss.Loss;
import dev.riffle.train.optimize.Averages;
import dev.riffle.train.optimize.Descent;
import dev.riffle.train.optimize.Gradients;
import dev.riffle.train.record.Checkpoint;
import dev.riffle.train.schedule.Course;
import dev.riffle.train.schedule.Schedule;
import dev.riffle.train.task.Lesson;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The training loop. Every number it makes follows from where it starts, the schedule and the data;
 * none from the clock, from the number of threads, or from having been cut off before.
 */
final class Trainer<T> {
  private final Course course;
  private final Schedule schedule;
  private final Lesson<T> lesson;
  private final Loader<T> loader;
  private final Network network;
  private final Logbook<T> logbook;
  private final Gradients gradients;
  private final Descent descent;
  private final Optional<Averages> averages;
  private long step; // how many were made; in the midst of one, its number from 1

  /** Starts before the first step. */
  Trainer(Course course, Lesson<T> lesson, Loader<T> loader, Network network, Logbook<T> logbook) {
    this.course = course;
    this.schedule = course.schedule();
    this.lesson = lesson;
    this.loader = loader;
    this.network = network;
    this.logbook = logbook;
    gradients = new Gradients(schedule.accumulate());
    descent = new Descent(schedule.optimizer(), schedule.groups(), network.session());
    averages =
        schedule.averaging().map(one -> new Averages(network.session(), one.decay(), one.ramp()));
  }

  /** Goes on behind a checkpoint, from whose numbers the network and the loader begin. */
  void restore(Checkpoint checkpoint) {
    step = checkpoint.step();
    descent.restore(step, checkpoint.memory());
    averages.ifPresent(own -> own.restore(checkpoint.averages()));
  }

  /** Trains to the schedule's end. */
  void run() throws IOException {
    while (step < course.steps()) {
      step++;
      for (int i = 0; i < schedule.accumulate(); i++) {
        look(logbook.next(loader));
      }
      double norm = gradients.norm();
      logbook.checkGradient(step, norm, network);
      schedule.clip().ifPresent(longest -> gradients.clip(norm, longest));
      descent.step(network.session(), gradients, course.learningRate(step));
      averages.ifPresent(own -> own.follow(network.session(), step));
      if (course.logs(step)) {
        logbook.log(step, norm);
      }
      if (course.evaluates(step)) {
        logbook.evaluate(step, result());
      }
      if (course.keeps(step)) {
        logbook.keep(step, network.numbers(), averages.map(Averages::tensors), descent.memory());
      }
    }
    logbook.finish(result());
  }

  /** Finds out in which direction a batch's loss falls. */
  private void look(Batch<T> batch) throws IOException {
    Loss loss = lesson.loss(network.forward(batch, course.isDetached(step)), batch);
    logbook.checkLoss(step, loss, batch, network);
    network.session().backward(loss.slopes());
    gradients.add(network.session());
  }

  /** The numbers to be evaluated and used. */
  private Map<String, Tensor> result() {
    return averages.map(Averages::tensors).orElseGet(network::numbers);
  }
}
