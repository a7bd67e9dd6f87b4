package dev.riffle.eval.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against pycocotools 2.0.11. */
class EvaluatorTest {

  static List<String> cases() throws IOException {
    return CocoCase.names();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void handMadeCasesMatch(String name) throws IOException {
    CocoCase one = CocoCase.read(name);
    Evaluation evaluation = Evaluator.evaluate(one.dataset(), one.results(), one.settings());
    if (one.settings().iouType() == IouType.KEYPOINTS) {
      one.expected().assertClose(evaluation, 1e-12);
    } else {
      one.expected().assertSame(evaluation);
    }
  }

  @Test
  void realAnnotationsMatch() throws IOException {
    Path folder = Shared.path("coco-eval/val2014");
    Dataset dataset = CocoTree.dataset(folder.resolve("instances_val2014_100.json"));
    Results results =
        CocoTree.results(folder.resolve("instances_val2014_fakebbox100_results.json"), dataset);
    Evaluation evaluation = Evaluator.evaluate(dataset, results, Settings.coco(IouType.BBOX));
    Expected.read(folder.resolve("val2014_fakebbox100_expected.json")).assertSame(evaluation);
    // The table as printed by the reference's demonstration.
    String table = Summary.of(evaluation).table();
    assertEquals(
        " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.505",
        table.lines().findFirst().orElseThrow());
    assertEquals(
        " Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 0.564",
        table.lines().skip(11).findFirst().orElseThrow());
    assertEquals(
        " Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.697",
        table.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void manyDetectionsMatch() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    Dataset dataset = CocoTree.dataset(folder.resolve("synth_gt.json.gz"));
    Results results = CocoTree.results(folder.resolve("synth_dt.json.gz"), dataset);
    Settings settings = Settings.coco(IouType.BBOX);
    Expected expected = Expected.read(folder.resolve("synth_expected.json"));
    expected.assertSame(Evaluator.evaluate(dataset, results, settings.withThreads(1)));
    expected.assertArrays(Evaluator.evaluate(dataset, results, settings.withThreads(3)));
    Expected.read(folder.resolve("synth_usecats0_expected.json"))
        .assertSame(Evaluator.evaluate(dataset, results, settings.withUseCategories(false)));
  }

  @Test
  void emptyCategoriesMatch() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    Dataset dataset = CocoTree.dataset(folder.resolve("synth_small_gt.json.gz"));
    Results results = CocoTree.results(folder.resolve("synth_small_dt.json.gz"), dataset);
    Expected.read(folder.resolve("synth_small_expected.json"))
        .assertSame(Evaluator.evaluate(dataset, results, Settings.coco(IouType.BBOX)));
  }

  @Test
  void masksMatch() throws IOException {
    Path folder = Shared.path("coco-eval/val2014");
    Dataset dataset = CocoTree.dataset(folder.resolve("instances_val2014_100.json"));
    Results results =
        CocoTree.results(folder.resolve("instances_val2014_fakesegm100_results.json"), dataset);
    Expected.read(folder.resolve("val2014_fakesegm100_expected.json"))
        .assertSame(Evaluator.evaluate(dataset, results, Settings.coco(IouType.SEGM)));
    folder = Shared.path("coco-eval/synthetic");
    dataset = CocoTree.dataset(folder.resolve("synth_small_gt.json.gz"));
    results = CocoTree.results(folder.resolve("synth_small_dt_segm.json.gz"), dataset);
    Expected.read(folder.resolve("synth_small_segm_expected.json"))
        .assertSame(Evaluator.evaluate(dataset, results, Settings.coco(IouType.SEGM)));
  }

  @Test
  void keypointsComeClose() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    Dataset dataset = CocoTree.dataset(folder.resolve("synth_kpt_gt.json.gz"));
    Results results = CocoTree.results(folder.resolve("synth_kpt_dt.json.gz"), dataset);
    Expected.read(folder.resolve("synth_kpt_expected.json"))
        .assertClose(Evaluator.evaluate(dataset, results, Settings.coco(IouType.KEYPOINTS)), 1e-12);
  }
}
