/** What a network is trained for: its lesson, its exam, and the pictures of both. */
package dev.riffle.train.task;
