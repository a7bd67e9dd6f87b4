package dev.riffle.check;

/** How bad something is. */
public enum Severity {
  /** Something is wrong, and numbers computed from it will be. */
  ERROR,
  /** Something that may well be meant so. */
  REMARK
}
