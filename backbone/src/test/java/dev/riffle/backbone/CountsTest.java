package dev.riffle.backbone;

import static dev.riffle.backbone.ShuffleNetV2.Size.LAYERS_164;
import static dev.riffle.backbone.ShuffleNetV2.Size.LAYERS_50;
import static dev.riffle.backbone.ShuffleNetV2.Variant.MEGVII;
import static dev.riffle.backbone.ShuffleNetV2.Variant.TORCHVISION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.backbone.DetNas.Architecture;
import dev.riffle.cost.Cost;
import dev.riffle.graph.Graph;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every family against numbers from elsewhere: what the authors publish, or what their definitions
 * come to by plain arithmetic. Where the two differ, a row says which it holds.
 */
class CountsTest {

  /** Of the published OneShot network: which of eight scales stands where. */
  static final List<Double> ONE_SHOT_SCALES =
      Stream.of(6, 5, 3, 5, 2, 6, 3, 4, 2, 5, 7, 5, 4, 6, 7, 4, 4, 5, 4, 3)
          .map(id -> List.of(0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6).get(id))
          .toList();

  /**
   * A network and its counts, in millions where they carry a point.
   *
   * @param parameters trained numbers, to the printed digits
   * @param macs millions of multiply-adds of convolutions and linear layers, to the printed digits
   */
  record Row(Backbone backbone, int size, int classes, String parameters, String macs) {
    static Row of(Backbone backbone, String parameters, String macs) {
      return new Row(backbone, 224, 1000, parameters, macs);
    }

    Graph classifier() {
      return backbone.classifier(size, size, classes);
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
            v1(),
            v2(),
            v2Variants(),
            v2Plus(),
            oneShot(),
            detNas(),
            mobileNets(),
            compared(),
            plain(),
            cifar())
        .flatMap(rows -> rows);
  }

  /** The paper counts convolutions alone and so states less: 137M of the 137.46M at g = 3. */
  private static Stream<Row> v1() {
    return Stream.of(
        Row.of(new ShuffleNetV1(1, ShuffleNetV1.Width.X1_0), "1530936", "143.08"),
        Row.of(new ShuffleNetV1(2, ShuffleNetV1.Width.X1_0), "1732848", "140.84"),
        Row.of(new ShuffleNetV1(3, ShuffleNetV1.Width.X1_0), "1864728", "137.46"),
        Row.of(new ShuffleNetV1(4, ShuffleNetV1.Width.X1_0), "1967344", "134.34"),
        Row.of(new ShuffleNetV1(8, ShuffleNetV1.Width.X1_0), "2433768", "138.37"),
        Row.of(new ShuffleNetV1(3, ShuffleNetV1.Width.X0_5), "717324", "37.59"),
        Row.of(new ShuffleNetV1(3, ShuffleNetV1.Width.X1_5), "3441168", "292.44"),
        Row.of(new ShuffleNetV1(3, ShuffleNetV1.Width.X2_0), "5449776", "524.05"),
        Row.of(new ShuffleNetV1(8, ShuffleNetV1.Width.X0_5), "1010448", "40.47"),
        Row.of(new ShuffleNetV1(8, ShuffleNetV1.Width.X1_5), "4268952", "290.19"),
        Row.of(new ShuffleNetV1(8, ShuffleNetV1.Width.X2_0), "6521232", "521.94"),
        // By hand: 2 e²/16 multiply-adds of each unit that emits e channels. Published: 527
        // million.
        Row.of(
            new ShuffleNetV1(3, ShuffleNetV1.Width.X2_0, ShuffleNetV1.Order.MEGVII, 16),
            "7909083",
            "526.49"),
        // By arithmetic, layer by layer; published are 40 million and 2.3 billion.
        Row.of(new ShuffleNetV1(3, ShuffleNetV1.Width.SHALLOW), "949914", "41.634216"),
        Row.of(new ShuffleNetV1(3, ShuffleNetV1.Width.LAYERS_50), "14519036", "2369.335392"));
  }

  private static Stream<Row> v2() {
    return Stream.of(
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X0_25), "603688", "17.58"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X0_33), "647272", "22.45"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X0_5), "1366792", "40.48"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X1_0), "2278604", "144.91"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X1_5), "3503624", "295.76"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X2_0), "7393996", "583.25"),
        Row.of(
            new ShuffleNetV2(ShuffleNetV2.Size.X1_0, ShuffleNetV2.Variant.TENSORFLOW),
            "2278604",
            "144.91"),
        // The published 41, 146, 299 and 591 million are this variant's.
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X0_5, MEGVII), "1365792", "40.48"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X1_0, MEGVII), "2278760", "145.81"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X1_5, MEGVII), "3506720", "298.97"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X2_0, MEGVII), "7402600", "590.78"));
  }

  private static Stream<Row> v2Variants() {
    return Stream.of(
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X0_5).withWide(), "1376296", "42.89"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X1_0).withWide(), "2301198", "149.78"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X1_5).withWide(), "3537768", "302.80"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X2_0).withWide(), "7441230", "592.75"),
        // By hand: 7,393,996 and, for branches of h channels, h² + 1.5 h of each unit. The paper's
        // 597 million (and 591 without) cannot be had with any reduction.
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X2_0).withSqueeze(2), "8888984", "584.7"),
        Row.of(new ShuffleNetV2(ShuffleNetV2.Size.X2_0).withSqueeze(16), "7581168", "583.4"),
        Row.of(new ShuffleNetV2(LAYERS_50, TORCHVISION), "16573534", "2304.15"),
        Row.of(
            new ShuffleNetV2(LAYERS_164, TORCHVISION).withResidual().withSqueeze(4),
            "87.2",
            "12.55e3"));
  }

  private static Stream<Row> v2Plus() {
    return Stream.of(
        Row.of(new ShuffleNetV2Plus(ShuffleNetV2Plus.Size.LARGE), "6768220", "360.05"),
        Row.of(new ShuffleNetV2Plus(ShuffleNetV2Plus.Size.MEDIUM), "5679840", "222.25"),
        Row.of(new ShuffleNetV2Plus(ShuffleNetV2Plus.Size.SMALL), "5137116", "155.85"),
        // The published 140.7 million parameters count the classifiers that only training has.
        Row.of(new ShuffleNetV2Large(ShuffleNetV2Large.Size.LARGE), "125120936", "12780.65"),
        // Multiply-adds as published; of parameters 254.7 million are published.
        Row.of(new ShuffleNetV2Large(ShuffleNetV2Large.Size.EX_LARGE), "255.4", "46.2e3"));
  }

  private static Stream<Row> oneShot() {
    List<Integer> repository = List.of(2, 1, 0, 1, 2, 0, 2, 0, 2, 0, 2, 3, 0, 0, 0, 0, 3, 2, 3, 3);
    return Stream.of(
        Row.of(new OneShot(ShuffleNetV2Plus.CHOICES, ONE_SHOT_SCALES), "3432579", "327.86"),
        Row.of(new OneShot(ShuffleNetV2Plus.CHOICES, List.of()), "3345088", "318.73"),
        Row.of(new OneShot(repository, List.of()), "3558464", "322.92"),
        Row.of(new OneShot(Collections.nCopies(20, 0), List.of()), "3.155", "295.84"),
        Row.of(new OneShot(Collections.nCopies(20, 1), List.of()), "3.212", "313.65"),
        Row.of(new OneShot(Collections.nCopies(20, 2), List.of()), "3.298", "340.37"),
        Row.of(new OneShot(Collections.nCopies(20, 3), List.of()), "3.871", "358.83"));
  }

  /** Published: 300 million for the small ones, whatever was searched for; 3.8 and 29.5 million. */
  private static Stream<Row> detNas() {
    return Stream.of(
        Row.of(new DetNas(Architecture.VOC_RETINANET_300M), "3479480", "360.63"),
        Row.of(new DetNas(Architecture.VOC_FPN_300M), "3651128", "349.52"),
        Row.of(new DetNas(Architecture.COCO_RETINANET_300M), "3725320", "324.34"),
        Row.of(new DetNas(Architecture.COCO_FPN_300M), "3533112", "321.22"),
        Row.of(new DetNas(Architecture.COCO_FPN_1_3G), "10426328", "1318.37"),
        Row.of(new DetNas(Architecture.COCO_FPN_3_8G), "31444596", "4085.87"));
  }

  private static Stream<Row> mobileNets() {
    return Stream.of(
        Row.of(new MobileNetV1(1), "4.232", "568.74"),
        Row.of(new MobileNetV1(0.75), "2.586", "325.40"),
        Row.of(new MobileNetV1(0.5), "1.332", "149.50"),
        Row.of(new MobileNetV1(0.25), "0.470", "41.03"),
        new Row(new MobileNetV1(1), 192, 1000, "4.232", "418.1"),
        new Row(new MobileNetV1(1), 160, 1000, "4.232", "290.7"),
        new Row(new MobileNetV1(1), 128, 1000, "4.232", "186.4"),
        Row.of(new MobileNetV2(1), "3504872", "300.77"),
        Row.of(new MobileNetV2(1.4), "6.109", "582.20"), // published: 585 and 6.9 million
        Row.of(new MobileNetV2(0.75), "2.636", "209.07"),
        Row.of(new MobileNetV2(0.5), "1.969", "97.13"),
        Row.of(new MobileNetV2(0.35), "1.677", "59.29"));
  }

  /** As torchvision states them, whose networks these are; in the papers ResNet-50 has 3.8G. */
  private static Stream<Row> compared() {
    return Stream.of(
        Row.of(new ResNet(18), "11689512", "1.814e3"),
        Row.of(new ResNet(34), "21797672", "3.664e3"),
        Row.of(new ResNet(50), "25557032", "4.089e3"),
        Row.of(new ResNet(101), "44549160", "7.801e3"),
        Row.of(new ResNet(152), "60192808", "11.514e3"),
        Row.of(new ResNet(50, 32, 4), "25028904", "4.230e3"),
        Row.of(new ResNet(101, 32, 8), "88791336", "16.414e3"),
        Row.of(new AlexNet(), "61100840", "714"), // papers: 720 million
        Row.of(new Vgg16(), "138357544", "15.470e3"),
        Row.of(new GoogLeNet(), "6624904", "1.498e3"),
        Row.of(new SqueezeNet(SqueezeNet.Version.V1_0), "1248424", "819"),
        Row.of(new SqueezeNet(SqueezeNet.Version.V1_1), "1235496", "349"));
  }

  /** By arithmetic, layer by layer; at about the 140 million of the paper's comparison. */
  private static Stream<Row> plain() {
    return Stream.of(
        Row.of(new PlainNet(PlainNet.Unit.VGG, 25), "1172821", "144.762112"),
        Row.of(new PlainNet(PlainNet.Unit.RESNET, 96), "1445304", "143.987712"),
        Row.of(new PlainNet(PlainNet.Unit.RESNEXT, 96), "1495992", "156.632064"),
        // Published: 40, 145, 305, 525.
        Row.of(new PlainNet(PlainNet.Unit.XCEPTION, 68), "492016", "39.441424"),
        Row.of(new PlainNet(PlainNet.Unit.XCEPTION, 144), "1530936", "143.078976"),
        Row.of(new PlainNet(PlainNet.Unit.XCEPTION, 216), "2992032", "308.096352"),
        Row.of(new PlainNet(PlainNet.Unit.XCEPTION, 284), "4797976", "523.655536"));
  }

  /** Counted in PyTorch with 10 classes. */
  private static Stream<Row> cifar() {
    return Stream.of(
        new Row(new CifarShuffleNet(2), 32, 10, "887582", "39.614080"),
        new Row(new CifarShuffleNet(3), 32, 10, "862768", "38.605056"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void countsAreTheStatedOnes(Row row) {
    Graph graph = row.classifier();
    assertCount(row.parameters, row.parameters.contains(".") ? 1e6 : 1, graph.parameterCount());
    assertCount(row.macs, 1e6, Cost.of(graph).macs());
  }

  /** The first table of ShuffleNet's paper, in millions: without the fully connected layer. */
  @ParameterizedTest
  @CsvSource({
    "1, 142.50, 143",
    "2, 140.04, 140",
    "3, 136.50, 137",
    "4, 133.25, 133",
    "8, 136.83, 137"
  })
  void thePaperCountsConvolutions(int groups, String macs, String published) {
    long found = Cost.of(new ShuffleNetV1(groups, ShuffleNetV1.Width.X1_0).graph(224, 224)).macs();
    assertCount(macs, 1e6, found);
    // At g = 1 and 3 the paper rounds up: 142.50 to 143 and 136.50 to 137.
    assertEquals(Double.parseDouble(published), found / 1e6, 0.51);
  }

  /** What DetNAS searched under its limit of 300 million: the backbone without its classifier. */
  @Test
  void theSearchedBackboneKeepsItsLimit() {
    Graph graph = new DetNas(Architecture.COCO_FPN_300M).graph(224, 224);
    assertCount("288.1", 1e6, Cost.of(graph).macs());
  }

  /** Half a unit of the last printed digit may differ. */
  private static void assertCount(String printed, double unit, long found) {
    double half = Math.pow(10, -new BigDecimal(printed).scale()) / 2;
    assertEquals(Double.parseDouble(printed), found / unit, half);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void threeMapsAreHandedOut(Row row) {
    List<Integer> widths =
        row.backbone.graph(64, 96).outputs().stream().map(node -> node.shape().width()).toList();
    if (row.backbone instanceof CifarShuffleNet) {
      assertEquals(List.of(48, 24, 12), widths);
    } else if (row.backbone instanceof AlexNet) {
      assertEquals(List.of(11, 5, 2), widths); // its pools have no padding
    } else if (row.backbone instanceof SqueezeNet net) {
      boolean early = net.version() == SqueezeNet.Version.V1_1;
      assertEquals(early ? List.of(23, 11, 5) : List.of(22, 11, 5), widths);
    } else {
      assertEquals(List.of(12, 6, 3), widths);
    }
  }

  @Test
  void everyFamilyIsCounted() {
    assertEquals(
        Set.of(Backbone.class.getPermittedSubclasses()),
        rows().map(row -> row.backbone.getClass()).collect(Collectors.toSet()));
  }
}
