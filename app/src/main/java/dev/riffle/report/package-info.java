/** Results for people: tables, and what many runs took. */
package dev.riffle.report;
