/**
 * The network as a value: ops, nodes, graphs, weights, and the scope that builds them. One room,
 * since an op is asked for its shape by the node that has it, and both are in every line of a
 * graph.
 */
package dev.riffle.graph;
