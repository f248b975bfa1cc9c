'use client';

import { ChartTooltip, LineChart } from '@mantine/charts';
import { useLanguage } from '../language/language-provider';

export interface UnitPoint {
  /** In [0, 1]. */
  readonly x: number;
  /** In [0, 1]. */
  readonly y: number;
}

export interface UnitChartProps {
  /** In the order in which the line joins them. */
  readonly points: readonly UnitPoint[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** Draws a dashed line from (0, 0) to (1, 1). */
  readonly diagonal?: boolean;
  readonly withDots?: boolean;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const DIAGONAL = {
  segment: [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ],
  strokeDasharray: '4 4',
  color: 'var(--lintel-series-3)',
} as const;

/** A line in the unit square, both axes as percentages. */
export function UnitChart({ points, xLabel, yLabel, diagonal = false, withDots = false }: UnitChartProps) {
  const { format } = useLanguage();
  const axis = {
    type: 'number' as const,
    domain: [0, 1],
    ticks: TICKS,
    allowDataOverflow: true,
    tickFormatter: (value: number) => format.percent(value, 0),
  };
  return (
    <LineChart
      h={280}
      data={points.map(({ x, y }) => ({ x, y }))}
      dataKey="x"
      series={[{ name: 'y', label: yLabel, color: 'var(--lintel-series-1)' }]}
      curveType="linear"
      withDots={withDots}
      gridAxis="xy"
      xAxisLabel={xLabel}
      yAxisLabel={yLabel}
      accessibilityLayer={false}
      xAxisProps={axis}
      yAxisProps={{ ...axis, width: 62 }}
      referenceLines={diagonal ? [DIAGONAL] : []}
      lineProps={{ isAnimationActive: false }}
      tooltipProps={{
        content: ({ label, payload }) => (
          <ChartTooltip
            label={`${xLabel}: ${format.percent(Number(label))}`}
            payload={payload ?? []}
            series={[{ name: 'y', label: yLabel }]}
            valueFormatter={(value) => format.percent(value)}
          />
        ),
      }}
    />
  );
}
