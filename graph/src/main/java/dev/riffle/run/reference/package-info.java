/** The executor of plain loops, which defines every op. */
package dev.riffle.run.reference;
