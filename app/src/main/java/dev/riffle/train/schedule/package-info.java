/** What the {@code schedule} of a configuration says: how long, how fast, from where. */
package dev.riffle.train.schedule;
