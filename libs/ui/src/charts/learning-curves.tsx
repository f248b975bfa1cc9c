'use client';

import { type EpochResult } from '@lintel/contracts';
import { LineChart } from '@mantine/charts';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { ChartFigure } from './chart-figure';
import { type CurveMeasure } from './curve-measures';
import { SeriesLegend } from './series-legend';
import { seriesColour, seriesDash } from './series-look';

export interface NamedCurve {
  readonly name: string;
  /** One row an epoch, in order. */
  readonly curve: readonly EpochResult[];
}

export interface LearningCurvesProps {
  /** At most six. */
  readonly curves: readonly NamedCurve[];
  readonly measure: CurveMeasure;
  readonly summary: string;
}

/** Several trainings in one chart: on the validation split, or on the training split if there was none. */
export function LearningCurves({ curves, measure, summary }: LearningCurvesProps) {
  const { format } = useLanguage();
  const text = useUiMessages().curve;
  const { title, write } = measure;
  const valueOf = (row: EpochResult): number | null => measure.validation(row) ?? measure.training(row);
  const epochs = Math.max(0, ...curves.map(({ curve }) => curve.at(-1)?.epoch ?? 0));
  const byEpoch = Array.from({ length: epochs }, (_, index) => {
    const rows = curves.map(({ curve }) => curve.find(({ epoch }) => epoch === index + 1));
    return rows.map((row) => (row === undefined ? null : valueOf(row)));
  });

  return (
    <ChartFigure
      title={title}
      summary={summary}
      columns={[text.epoch, ...curves.map(({ name }) => name)]}
      rows={byEpoch.map((values, index) => [
        format.integer(index + 1),
        ...values.map((value) => (value === null ? '–' : write(value))),
      ])}
    >
      <SeriesLegend names={curves.map(({ name }) => name)} />
      <LineChart
        h={260}
        data={byEpoch.map((values, index) => ({
          epoch: index + 1,
          ...Object.fromEntries(values.map((value, column) => [`curve${column}`, value])),
        }))}
        dataKey="epoch"
        series={curves.map(({ name }, column) => ({
          name: `curve${column}`,
          label: name,
          color: seriesColour(column),
          strokeDasharray: seriesDash(column),
        }))}
        curveType="linear"
        withDots={epochs <= 12}
        gridAxis="xy"
        valueFormatter={write}
        accessibilityLayer={false}
        xAxisProps={{ padding: { left: 12, right: 12 } }}
        yAxisProps={{ width: 56, domain: measure.fromZero ? [0, 'auto'] : ['auto', 'auto'] }}
        lineProps={{ isAnimationActive: false }}
      />
    </ChartFigure>
  );
}
