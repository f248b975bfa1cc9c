'use client';

import { type ClassReport } from '@lintel/contracts';
import { ChartFigure } from '../../charts/chart-figure';
import { thinned } from '../../charts/thinned';
import { UnitChart } from '../../charts/unit-chart';
import { useLanguage, useMessages } from '../../language/language-provider';
import { CHART_WORDS } from './chart-words';

type Points = NonNullable<ClassReport['roc']>['points'];

export interface CurveChartProps {
  readonly kind: 'roc' | 'precision-recall';
  readonly title: string;
  readonly summary: string;
  /** As in an evaluation report: x and y in [0, 1], in the order of the threshold. */
  readonly points: Points;
}

/** More points than this can't be distinguished on a screen. */
const DRAWN_POINTS = 400;
const LISTED_POINTS = 25;

/** A ROC or precision-recall curve of one class against the rest. */
export function CurveChart({ kind, title, summary, points }: CurveChartProps) {
  const { format } = useLanguage();
  const text = useMessages(CHART_WORDS).curve;
  const [xLabel, yLabel] =
    kind === 'roc' ? [text.falsePositiveRate, text.truePositiveRate] : [text.recall, text.precision];
  return (
    <ChartFigure
      title={title}
      summary={summary}
      columns={[xLabel, yLabel, text.threshold]}
      rows={thinned(points, LISTED_POINTS).map(({ x, y, threshold }) => [
        format.percent(x),
        format.percent(y),
        threshold === null ? '–' : format.decimal(threshold),
      ])}
    >
      <UnitChart points={thinned(points, DRAWN_POINTS)} xLabel={xLabel} yLabel={yLabel} diagonal={kind === 'roc'} />
    </ChartFigure>
  );
}
