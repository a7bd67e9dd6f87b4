/** Running a model: the interface, and what all executors go by. */
package dev.riffle.run;
