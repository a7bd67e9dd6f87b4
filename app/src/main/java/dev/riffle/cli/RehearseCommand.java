package dev.riffle.cli;

import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Weights;
import dev.riffle.image.Picture;
import dev.riffle.video.Fraction;
import dev.riffle.video.VideoFormat;
import dev.riffle.video.write.VideoWriter;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code riffle rehearse}: does a little of everything, on nothing. The launcher runs it once to
 * archive the classes that the other verbs load, so that they start faster.
 */
@Command(name = "rehearse", hidden = true, description = "Run every verb once on made-up data.")
final class RehearseCommand implements Callable<Integer> {
  private static final String MODEL = "nanodet-m-0.5x_320";
  private static final int SIDE = 32;

  @Parameters(paramLabel = "DIR", description = "A folder to write to.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    Experiment experiment = Zoo.read(MODEL, List.of());
    Graph graph = experiment.graph();
    Path weights = folder.resolve("weights.safetensors");
    Safetensors.write(weights, Weights.random(graph, 1).tensors(), Map.of());
    readCheckpoints();
    Path picture = folder.resolve("1.png");
    try (Picture grey = Picture.of(SIDE, SIDE, new byte[3 * SIDE * SIDE])) {
      grey.write(picture);
    }
    Path clip = folder.resolve("clip.mp4");
    try (Picture grey = Picture.of(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
        VideoWriter writer =
            VideoWriter.create(clip, VideoFormat.of(SIDE, SIDE, new Fraction(25, 1)))) {
      writer.write(grey, 0);
    }
    Path truths = folder.resolve("truths.json");
    Files.writeString(truths, annotations(experiment));
    Path found = folder.resolve("found.json");
    String out = folder.resolve("out").toString();
    List<List<String>> verbs = new ArrayList<>();
    verbs.add(List.of("models"));
    verbs.add(List.of("summary", MODEL));
    verbs.add(
        List.of(
            "detect",
            picture.toString(),
            "--model",
            MODEL,
            "--weights",
            "" + weights,
            "--out",
            out,
            "--json",
            found.toString(),
            "--score",
            "0.01"));
    verbs.add(
        List.of(
            "detect",
            clip.toString(),
            "--model",
            MODEL,
            "--weights",
            "" + weights,
            "--out",
            out,
            "--track"));
    verbs.add(
        List.of("eval", "--annotations", truths.toString(), "--detections", found.toString()));
    verbs.add(
        List.of(
            "eval",
            "--iou-type",
            "segm",
            "--annotations",
            truths.toString(),
            "--detections",
            found.toString()));
    verbs.add(List.of("check", truths.toString(), "--images", folder.toString()));
    verbs.add(
        List.of("convert", truths.toString(), folder.resolve("yolo").toString(), "--to", "yolo"));
    verbs.add(List.of("demo", "--make", folder.resolve("scenes").toString(), "--scenes", "1"));
    int worst = 0;
    for (List<String> verb : verbs) {
      worst = Math.max(worst, Main.run(verb.toArray(String[]::new)));
    }
    return worst;
  }

  // Both forms of what torch.save writes, a tensor of one number each.
  private void readCheckpoints() throws IOException {
    String start = "\u0080\u0002"; // pickle, protocol 2
    String magic = start + "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";
    String version = start + "M\u00e9\u0003.";
    String machine = start + "}.";
    String content =
        start
            + "}U\u0001actorch._utils\n_rebuild_tensor_v2\n("
            + "(U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuK\u0001tQ"
            + "K\u0000K\u0001\u0085K\u0001\u0085\u0089ccollections\nOrderedDict\n)RtRs.";
    String keys = start + "]U\u00010a.";
    String length = "\u0001" + "\u0000".repeat(7);
    String number = "\u0000".repeat(4);
    Path legacy = folder.resolve("legacy.ckpt");
    Files.write(legacy, bytes(magic + version + machine + content + keys + length + number));
    Path zip = folder.resolve("zip.ckpt");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("rehearsal/data.pkl"));
      out.write(bytes(content));
      out.putNextEntry(new ZipEntry("rehearsal/data/0"));
      out.write(bytes(number));
    }
    for (Path file : List.of(legacy, zip)) {
      StateDict.read(file).weights();
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String annotations(Experiment experiment) {
    StringBuilder categories = new StringBuilder();
    experiment
        .categoryList()
        .list()
        .forEach(
            category ->
                categories
                    .append(categories.isEmpty() ? "" : ",")
                    .append("{\"id\":" + category.id() + ",\"name\":\"x\"}"));
    return """
        {"images":[{"id":1,"width":32,"height":32,"file_name":"1.png"}],
         "categories":[%s],
         "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1.5,2,20,20],"area":400,
           "iscrowd":0,"segmentation":[[1,2,21,2,21,22,1,22]]}]}
        """
        .formatted(categories);
  }
}
