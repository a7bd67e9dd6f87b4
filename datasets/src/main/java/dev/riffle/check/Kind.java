package dev.riffle.check;

/** What can be found in annotated pictures. */
public enum Kind {
  UNREADABLE(Severity.ERROR, "cannot be read"),
  DUPLICATE_IMAGE_ID(Severity.ERROR, "pictures of an id that another has"),
  DUPLICATE_CATEGORY_ID(Severity.ERROR, "categories of an id that another has"),
  DUPLICATE_ANNOTATION_ID(Severity.ERROR, "annotations of an id that another has"),
  UNKNOWN_IMAGE(Severity.ERROR, "annotations of a picture that is not listed"),
  UNKNOWN_CATEGORY(Severity.ERROR, "annotations of a category that is not listed"),
  BOX_NOT_FINITE(Severity.ERROR, "boxes that are not finite"),
  BOX_WITHOUT_AREA(Severity.ERROR, "boxes whose width or height is zero or negative"),
  BOX_OUTSIDE(Severity.ERROR, "boxes wholly outside their picture"),
  BOX_BEYOND_EDGE(Severity.REMARK, "boxes that reach beyond their picture's edge"),
  AREA_NOT_POSITIVE(Severity.ERROR, "areas that are zero, negative or not finite"),
  AREA_ABOVE_BOX(Severity.REMARK, "areas that are larger than the box"),
  AREA_FAR_FROM_MASK(Severity.REMARK, "areas that are far from the outline's"),
  WRONG_OUTLINE(Severity.ERROR, "outlines that are none"),
  OUTLINE_OF_OTHER_SIZE(Severity.ERROR, "outlines of another size than their picture's"),
  CROWD_WITHOUT_RUNS(Severity.REMARK, "crowds whose outline is not in run lengths"),
  ANNOTATION_ID_ZERO(Severity.REMARK, "annotations with id 0, which pycocotools takes for none"),
  FILE_NAME_MISSING(Severity.REMARK, "pictures without a file name"),
  FILE_NAME_UNSAFE(Severity.ERROR, "file names that are no place in the folder of pictures"),
  DUPLICATE_FILE_NAME(Severity.REMARK, "pictures of a file name that another has"),
  FILE_MISSING(Severity.ERROR, "pictures whose file is missing"),
  FILE_UNREADABLE(Severity.ERROR, "pictures whose file cannot be read"),
  FILE_OF_OTHER_SIZE(Severity.ERROR, "pictures whose file has another size"),
  SIZE_UNKNOWN(Severity.REMARK, "pictures without width and height"),
  IMAGE_WITHOUT_ANNOTATIONS(Severity.REMARK, "pictures without annotations"),
  CATEGORY_WITHOUT_ANNOTATIONS(Severity.REMARK, "categories without annotations"),
  DUPLICATE_CATEGORY_NAME(Severity.REMARK, "categories of a name that another has");

  private final Severity severity;
  private final String title;

  Kind(Severity severity, String title) {
    this.severity = severity;
    this.title = title;
  }

  public Severity severity() {
    return severity;
  }

  /** What is counted, in words, in the plural. */
  public String title() {
    return title;
  }
}
