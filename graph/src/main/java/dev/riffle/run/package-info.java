/** Running a model: the interface, and the executor of plain loops that defines every op. */
package dev.riffle.run;
