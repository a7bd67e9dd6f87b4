package dev.riffle.train.task;

import dev.riffle.graph.Graph;
import dev.riffle.loader.sample.Samples;
import java.util.Optional;

/**
 * What is trained, and on what.
 *
 * @param <T> what it is to answer of a picture
 * @param name what it is called
 * @param graph the network that comes out, without what only training needs
 * @param lesson what it is to learn
 * @param samples that it learns from
 * @param exam how it is evaluated; none if there is nothing to evaluate it on
 */
public record Subject<T>(
    String name, Graph graph, Lesson<T> lesson, Samples<T> samples, Optional<Exam> exam) {}
