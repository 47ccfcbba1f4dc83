/// Which pairs are compared at all: rules, their choice, their blocks.
package org.hutong.linkage.block;
