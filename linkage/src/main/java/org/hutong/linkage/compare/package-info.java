/// Cleaning and comparing: one comparator a column, chosen by what the column means; keys for blocking; cases kept from the machine.
package org.hutong.linkage.compare;
