/// The city on the command line.
package org.hutong.city.cli;
