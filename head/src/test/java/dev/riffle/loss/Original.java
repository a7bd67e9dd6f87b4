package dev.riffle.loss;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What the original implementation made of two pictures with made-up predictions. */
record Original(DistanceDecoder decoder, StateDict tensors) {
  static final Shape INPUT = new Shape(3, 320, 320);
  private static final String FOLDER = "fixtures/nanodet_loss/";

  /** NanoDet before Plus. */
  static Original v0() throws IOException {
    return read("v0", List.of(8, 16, 32), 0.5f);
  }

  static Original plus() throws IOException {
    return read("plus", List.of(8, 16, 32, 64), 0);
  }

  /** As {@link #plus}, with an auxiliary branch. */
  static Original aux() throws IOException {
    return read("plus_aux", List.of(8, 16, 32, 64), 0);
  }

  private static Original read(String name, List<Integer> strides, float centreOffset)
      throws IOException {
    return new Original(
        new DistanceDecoder(20, 7, strides, centreOffset),
        StateDict.read(Shared.path(FOLDER + name + ".safetensors")));
  }

  /** Its losses in float64. */
  static JsonObject losses(String name) throws IOException {
    return summary(name).getAsJsonObject("float64");
  }

  /** What it has to say about a case. */
  static JsonObject summary(String name) throws IOException {
    String text = Files.readString(Shared.path(FOLDER + "losses.json"));
    return JsonParser.parseString(text)
        .getAsJsonObject()
        .getAsJsonObject("cases")
        .getAsJsonObject(name);
  }

  /** A tensor {@code [N, places, channels]} as maps {@code [N, channels, H, W]}. */
  List<Tensor> maps(String name) {
    float[] numbers = tensors.get(name).toTensor().data();
    List<Tensor> maps = new ArrayList<>();
    int begin = 0;
    for (int stride : decoder.strides()) {
      int side = INPUT.width() / stride;
      Tensor map = Tensor.zeros(2, new Shape(decoder.channels(), side, side));
      for (int picture = 0; picture < 2; picture++) {
        for (int c = 0; c < decoder.channels(); c++) {
          for (int i = 0; i < side * side; i++) {
            map.data()[(picture * decoder.channels() + c) * side * side + i] =
                numbers[(picture * places() + begin + i) * decoder.channels() + c];
          }
        }
      }
      maps.add(map);
      begin += side * side;
    }
    return maps;
  }

  int places() {
    return tensors.get("label").shape()[1];
  }

  List<Truths> truths() {
    List<Truths> truths = new ArrayList<>();
    for (int picture = 0; picture < 2; picture++) {
      float[] boxes = tensors.get("gt_boxes_image" + picture).toTensor().data();
      long[] labels = tensors.get("gt_labels_image" + picture).toLongs();
      List<Truth> objects = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        Box box = new Box(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
        objects.add(new Truth(box, (int) labels[i]));
      }
      truths.add(new Truths(objects, List.of()));
    }
    return truths;
  }
}
