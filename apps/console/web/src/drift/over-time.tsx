'use client';

import { Section, TimeChart, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { type DriftWindowView } from './window-detail';
import classes from './drift.module.css';

/** Confidence, unsure answers and speed, window by window. */
export function OverTime({ windows }: { readonly windows: readonly DriftWindowView[] }) {
  const text = useText().drift;
  const { format } = useLanguage();
  if (windows.length < 2) return null;
  // A task without a confidence has no reference to compare with.
  const reference = windows.at(-1)?.report.confidence?.referenceMean;
  const percent = (share: number): string => format.percent(share);
  return (
    <Section title={text.overTime}>
      <div className={classes['pair']}>
        {reference !== undefined && (
          <TimeChart
            title={text.confidence}
            summary={text.confidenceSummary(format.percent(reference))}
            series={[text.confidence, text.unsure]}
            points={windows.map(({ from, report }) => ({
              at: from,
              values: [report.confidence?.mean ?? null, report.examples === 0 ? null : report.unsureShare],
            }))}
            write={percent}
            domain={[0, 1]}
            references={[{ value: reference, label: text.reference }]}
          />
        )}
        <TimeChart
          title={text.latency}
          summary={text.latencySummary}
          series={[text.median, text.percentile95]}
          points={windows.map(({ from, report: { latency } }) => ({
            at: from,
            values: [latency?.p50Ms ?? null, latency?.p95Ms ?? null],
          }))}
          write={format.milliseconds}
        />
      </div>
    </Section>
  );
}
