/// Chinese: identity numbers, readings, character variants. Tables are resources beside the classes; tests compare them with their sources.
package org.hutong.linkage.han;
