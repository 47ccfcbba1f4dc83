/// Learning weights without labels.
package org.hutong.linkage.train;
