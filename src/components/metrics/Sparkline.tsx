'use client'

import { useMemo } from 'react'
import { SPARK_HEIGHT, SPARK_WIDTH, sparkPath } from './sparkPath.js'

/**
 * The course of a few values, as wide as there is room. What it shows is said in words beside it. Time runs as people
 * read: from right to left where they do.
 */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const path = useMemo(() => (values.length > 0 ? sparkPath(values) : null), [values])
  return (
    <svg
      className="pl-spark"
      viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
      data-flat={values.length < 2}
    >
      {path && (
        <>
          <path className="pl-spark-area" d={path.area} />
          <path className="pl-spark-line" d={path.line} />
          <path className="pl-spark-end" d={path.end} />
        </>
      )}
    </svg>
  )
}
