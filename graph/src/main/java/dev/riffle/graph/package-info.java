/** The network as a value: ops, nodes, graphs, weights, and the scope that builds them. */
package dev.riffle.graph;
