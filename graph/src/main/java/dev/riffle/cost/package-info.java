/** What a network costs: parameters, multiply-adds, memory access. */
package dev.riffle.cost;
