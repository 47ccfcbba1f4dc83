/// What departments send about the city, how it gets dirty, and the truth written beside it: [org.hutong.city.lists.CityFiles], [org.hutong.city.lists.LinkageSet].
package org.hutong.city.lists;
