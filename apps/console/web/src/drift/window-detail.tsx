'use client';

import { type DriftView } from '@lintel/console-contract';
import { type DriftPolicy } from '@lintel/contracts';
import { Figures, Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { AnswerShares } from './answer-shares';
import { MeasureTable } from './measure-table';
import classes from './drift.module.css';

export type DriftWindowView = DriftView['windows'][number];

export interface WindowDetailProps {
  readonly window: DriftWindowView;
  /** All windows, oldest first. */
  readonly windows: readonly DriftWindowView[];
  readonly policy: DriftPolicy;
  readonly modelName: string;
}

/** One window compared with the reference: what has changed, and by how much. */
export function WindowDetail({ window: { from, to, report }, windows, policy, modelName }: WindowDetailProps) {
  const text = useText().drift;
  const { format } = useLanguage();
  const { confidence, latency } = report;
  return (
    <>
      <Section title={text.window}>
        <p className={classes['quiet']}>{`${format.dateTime(from)} – ${format.dateTime(to)}`}</p>
        {!report.enough && (
          <p className={classes['quiet']} role="status">
            {text.fewerThan(
              format.integer(policy.minimumExamples),
              format.integer(Math.max(0, policy.minimumExamples - report.examples)),
            )}
          </p>
        )}
        <Figures
          figures={[
            { name: text.predictions, value: format.integer(report.examples) },
            { name: text.unsure, value: format.percent(report.unsureShare) },
            ...(confidence === null
              ? []
              : [
                  {
                    name: text.confidence,
                    value: confidence.mean === null ? '–' : format.percent(confidence.mean),
                    hint: text.whenMeasured(format.percent(confidence.referenceMean)),
                  },
                ]),
            {
              name: text.latency,
              value: latency === null ? '–' : format.milliseconds(latency.p50Ms),
              ...(latency === null ? {} : { hint: text.p95(format.milliseconds(latency.p95Ms)) }),
            },
          ]}
        />
        <MeasureTable report={report} reports={windows.map((window) => window.report)} policy={policy} />
      </Section>
      {report.outcome.kind === 'category' && <AnswerShares outcome={report.outcome} modelName={modelName} />}
    </>
  );
}
