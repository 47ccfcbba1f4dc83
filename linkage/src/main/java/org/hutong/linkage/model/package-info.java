/// What a model file says about a column.
package org.hutong.linkage.model;
