/** Networks timed side by side on this machine, and the experiments of ShuffleNet V2's paper. */
package dev.riffle.measure;
