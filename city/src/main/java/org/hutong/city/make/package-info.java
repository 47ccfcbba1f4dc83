/// How the city is made: names, numbers, families, what befalls them, and how many live where. Use it through [org.hutong.city.City].
package org.hutong.city.make;
