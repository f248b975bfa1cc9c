'use client';

import { type EpochResult } from '@lintel/contracts';
import { LineChart } from '@mantine/charts';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { ChartFigure } from './chart-figure';
import { type CurveMeasure } from './curve-measures';

export interface LearningCurveProps {
  /** One row an epoch, in order. */
  readonly curve: readonly EpochResult[];
  readonly measure: CurveMeasure;
  /** The epoch whose weights were kept. */
  readonly bestEpoch?: number;
}

/** The loss or a figure of the task over the epochs, on the training and on the validation split. */
export function LearningCurve({ curve, measure, bestEpoch }: LearningCurveProps) {
  const { format } = useLanguage();
  const text = useUiMessages().curve;
  const { title, write } = measure;
  const shown = (value: number | null): string => (value === null ? '–' : write(value));
  const points = curve.map((row) => ({
    epoch: row.epoch,
    training: measure.training(row),
    validation: measure.validation(row),
  }));
  const validated = points.some(({ validation }) => validation !== null);
  const [first, last] = [points[0], points.at(-1)].map((point) => point?.validation ?? point?.training ?? 0);

  return (
    <ChartFigure
      title={title}
      summary={text.learningSummary(
        `${title} (${validated ? text.validation : text.training})`,
        write(first ?? 0),
        write(last ?? 0),
        format.integer(points.length),
      )}
      columns={[text.epoch, text.training, ...(validated ? [text.validation] : [])]}
      rows={points.map(({ epoch, training, validation }) => [
        format.integer(epoch),
        shown(training),
        ...(validated ? [shown(validation)] : []),
      ])}
    >
      <LineChart
        h={240}
        data={points}
        dataKey="epoch"
        series={[
          { name: 'training', label: text.training, color: 'var(--lintel-series-3)', strokeDasharray: '5 4' },
          ...(validated ? [{ name: 'validation', label: text.validation, color: 'var(--lintel-series-1)' }] : []),
        ]}
        {...(bestEpoch === undefined
          ? {}
          : { referenceLines: [{ x: bestEpoch, label: text.best, color: 'var(--lintel-series-2)' }] })}
        curveType="linear"
        withLegend
        withDots={points.length <= 30}
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
