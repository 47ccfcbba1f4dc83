/// Distances between texts and normal forms of Latin ones.
package org.hutong.linkage.text;
