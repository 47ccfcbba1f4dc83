/// Reading: CSV bytes or rows in memory into columns of numbered values, without making a string a cell.
package org.hutong.linkage.table;
