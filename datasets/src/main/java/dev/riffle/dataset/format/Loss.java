package dev.riffle.dataset.format;

/**
 * Something that a file format cannot hold and that is therefore left out or changed.
 *
 * @param count how many of them, 1 or more
 * @param what one of them, in words: {@code crowd annotation}
 * @param fate what became of them and why: {@code left out: YOLO has no crowds}
 */
public record Loss(long count, String what, String fate) {

  /** As people read it: {@code 16 crowd annotations left out: YOLO has no crowds}. */
  public String line() {
    return count + " " + (count == 1 ? what : plural(what)) + " " + fate;
  }

  // The noun is the last word before one of these, or the last of all.
  private static String plural(String what) {
    int end = what.length();
    for (String behind : new String[] {" of ", " without ", " beyond ", " that is "}) {
      int at = what.indexOf(behind);
      end = at < 0 ? end : Math.min(end, at);
    }
    String noun = what.substring(0, end);
    String many;
    if (noun.endsWith("y")) {
      many = noun.substring(0, end - 1) + "ies";
    } else {
      many = noun + (noun.endsWith("x") ? "es" : "s");
    }
    return many + what.substring(end).replaceFirst("^ that is ", " that are ");
  }
}
