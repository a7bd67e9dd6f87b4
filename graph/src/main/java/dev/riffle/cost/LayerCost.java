package dev.riffle.cost;

import dev.riffle.graph.Shape;

/**
 * What one node costs for one picture.
 *
 * @param name the node's name
 * @param op the kind of op
 * @param output the shape it yields
 * @param parameters trained numbers
 * @param macs multiply-adds; only convolutions, linear layers and attention have any
 * @param memoryAccess numbers read and written: inputs, output and parameters (the memory access
 *     cost of ShuffleNet V2's first guideline, there for 1×1 convolutions)
 * @see <a href="https://arxiv.org/abs/1807.11164">ShuffleNet V2</a>
 */
public record LayerCost(
    String name, String op, Shape output, long parameters, long macs, long memoryAccess) {}
