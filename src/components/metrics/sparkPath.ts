/** In the units of its viewBox. */
export const SPARK_WIDTH = 100
export const SPARK_HEIGHT = 24
/** For the line's own width, which is not scaled. */
const MARGIN = 3

export interface SparkPath {
  readonly line: string
  readonly area: string
  /** Where the newest value is. */
  readonly end: string
}

/** The values from end to end, the highest at the top; what never changed runs in the middle. */
export function sparkPath(values: readonly number[]): SparkPath {
  const lowest = Math.min(...values)
  const range = Math.max(...values) - lowest
  const step = SPARK_WIDTH / Math.max(1, values.length - 1)
  const inner = SPARK_HEIGHT - 2 * MARGIN
  const y = (value: number) => round(MARGIN + inner * (range === 0 ? 0.5 : 1 - (value - lowest) / range))
  const points = values.map((value, n) => [round(n * step), y(value)] as const)
  const [, startY = 0] = points[0] ?? []
  const [endX, endY] = points.length > 1 ? (points.at(-1) ?? [0, 0]) : [SPARK_WIDTH, startY]
  const line = `M0 ${startY}${points
    .slice(1)
    .map(([x, y]) => `L${x} ${y}`)
    .join('')}${points.length === 1 ? `H${SPARK_WIDTH}` : ''}`
  return { line, area: `${line}V${SPARK_HEIGHT}H0Z`, end: `M${endX} ${endY}h0` }
}

const round = (value: number) => Math.round(value * 100) / 100
