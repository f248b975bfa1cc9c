'use client';

import { type ClassReport } from '@lintel/contracts';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../../language/language-provider';
import { Section } from '../../page/section';
import { CurveChart } from './curve-chart';
import { type EvaluationText } from './evaluation-text';
import classes from './evaluation.module.css';

export interface ClassCurvesProps {
  readonly classes: readonly ClassReport[];
  readonly text: EvaluationText;
}

/** ROC and precision-recall curve of a class that the reader chooses; at first the weakest one that has curves. */
export function ClassCurves({ classes: reports, text }: ClassCurvesProps) {
  const { format } = useLanguage();
  const weakest = [...reports].sort(
    (one, other) => Number(one.roc === null) - Number(other.roc === null) || one.f1 - other.f1,
  )[0];
  const [chosen, setChosen] = useState(weakest?.className ?? '');
  const report = reports.find(({ className }) => className === chosen) ?? weakest;
  if (report === undefined) return null;
  const { className, roc, precisionRecall } = report;

  return (
    <Section
      title={text.curves}
      aside={
        <NativeSelect
          aria-label={text.curveClass}
          value={className}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={reports.map((row) => row.className)}
        />
      }
    >
      <div className={classes['pair']}>
        {roc === null ? (
          <p>{text.noCurve}</p>
        ) : (
          <CurveChart
            kind="roc"
            title={text.roc}
            summary={text.rocSummary(className, format.decimal(roc.auc))}
            points={roc.points}
          />
        )}
        {precisionRecall !== null && (
          <CurveChart
            kind="precision-recall"
            title={text.precisionRecall}
            summary={text.precisionRecallSummary(className, format.decimal(precisionRecall.averagePrecision))}
            points={precisionRecall.points}
          />
        )}
      </div>
    </Section>
  );
}
