/** Results for people: tables. */
package dev.riffle.report;
