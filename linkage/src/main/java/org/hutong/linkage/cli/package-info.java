/// The command `link`.
package org.hutong.linkage.cli;
