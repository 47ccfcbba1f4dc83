/// Made-up lists with known truth, and the measure of linkage on them.
package org.hutong.linkage.bench;
