'use client';

import { LineChart } from '@mantine/charts';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { ChartFigure } from './chart-figure';
import { SeriesLegend } from './series-legend';
import { seriesColour, seriesDash } from './series-look';
import { timeTicks } from './time-ticks';

export interface TimePoint {
  readonly at: string;
  /** One a series; null if there is none. */
  readonly values: readonly (number | null)[];
}

export interface TimeChartProps {
  readonly title: string;
  readonly summary: string;
  /** Their names, at most six. */
  readonly series: readonly string[];
  /** In chronological order. */
  readonly points: readonly TimePoint[];
  readonly write: (value: number) => string;
  /** Horizontal lines, such as thresholds. */
  readonly references?: readonly { readonly value: number; readonly label: string }[];
  /** Ends of the axis. Default: from 0 to the highest value. */
  readonly domain?: readonly [low: number, high: number];
}

/** Numbers over time. */
export function TimeChart({ title, summary, series, points, write, references = [], domain }: TimeChartProps) {
  const { format, locale } = useLanguage();
  const text = useUiMessages().curve;
  const ticks = timeTicks(
    points.map(({ at }) => at),
    locale,
  );
  const highest = Math.max(
    0,
    ...points.flatMap(({ values }) => values.map((value) => value ?? 0)),
    ...references.map(({ value }) => value),
  );
  return (
    <ChartFigure
      title={title}
      summary={summary}
      columns={[text.time, ...series]}
      rows={points.map(({ at, values }) => [
        format.dateTime(at),
        ...values.map((value) => (value === null ? '–' : write(value))),
      ])}
    >
      {series.length > 1 && <SeriesLegend names={series} />}
      <LineChart
        h={220}
        data={points.map(({ at, values }) => ({
          at,
          ...Object.fromEntries(values.map((value, column) => [`series${column}`, value])),
        }))}
        dataKey="at"
        series={series.map((name, column) => ({
          name: `series${column}`,
          label: name,
          color: seriesColour(column),
          strokeDasharray: seriesDash(column),
        }))}
        curveType="linear"
        withDots={points.length <= 48}
        gridAxis="xy"
        valueFormatter={write}
        accessibilityLayer={false}
        xAxisProps={{
          padding: { left: 12, right: 12 },
          minTickGap: 24,
          tickFormatter: (at: string) => ticks.get(at) ?? at,
        }}
        yAxisProps={{ width: 60, domain: domain === undefined ? [0, highest === 0 ? 1 : highest * 1.1] : [...domain] }}
        referenceLines={references.map(({ value, label }) => ({
          y: value,
          label,
          color: 'var(--lintel-series-3)',
          strokeDasharray: '4 4',
        }))}
        lineProps={{ isAnimationActive: false }}
      />
    </ChartFigure>
  );
}
