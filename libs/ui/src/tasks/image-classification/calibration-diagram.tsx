'use client';

import { type EvaluationReport } from '@lintel/contracts';
import { ChartFigure } from '../../charts/chart-figure';
import { UnitChart } from '../../charts/unit-chart';
import { useLanguage, useMessages, useUiMessages } from '../../language/language-provider';
import { CHART_WORDS } from './chart-words';

export interface CalibrationDiagramProps {
  readonly calibration: EvaluationReport['calibration'];
  readonly title: string;
  readonly summary: string;
}

/** Reliability diagram: predicted probability against observed frequency (Niculescu-Mizil & Caruana 2005). */
export function CalibrationDiagram({ calibration, title, summary }: CalibrationDiagramProps) {
  const { format } = useLanguage();
  const text = useMessages(CHART_WORDS).curve;
  const { examples } = useUiMessages().curve;
  const bins = calibration.bins.filter(({ count }) => count > 0);
  return (
    <ChartFigure
      title={title}
      summary={summary}
      columns={[text.confidence, text.rightShare, examples]}
      rows={bins.map(({ meanConfidence, accuracy, count }) => [
        format.percent(meanConfidence),
        format.percent(accuracy),
        format.integer(count),
      ])}
    >
      <UnitChart
        points={bins.map(({ meanConfidence, accuracy }) => ({ x: meanConfidence, y: accuracy }))}
        xLabel={text.confidence}
        yLabel={text.rightShare}
        diagonal
        withDots
      />
    </ChartFigure>
  );
}
