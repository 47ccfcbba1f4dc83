import { BarChart, LineChart, MapChart } from 'echarts/charts'
import { GeoComponent, GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import tianjin from '../generated/map-120000.json'

echarts.use([BarChart, LineChart, MapChart, GeoComponent, GridComponent, TooltipComponent, VisualMapComponent, CanvasRenderer])
echarts.registerMap('120000', tianjin as unknown as Parameters<typeof echarts.registerMap>[1])

export { echarts }

/** Names of the districts whose outline can be drawn. */
export const drawn: string[] = tianjin.features.map((f) => f.properties.name)

/** A colour of tokens.css, for canvases. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
