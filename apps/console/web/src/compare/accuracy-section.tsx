'use client';

import { type Comparison } from '@lintel/console-contract';
import { MetricIntervalChart, Section, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { useVersionNames } from './use-version-names';
import classes from './compare.module.css';

/** Accuracies with their intervals, and comparisons of pairs on the same examples. */
export function AccuracySection({ comparison: { versions, pairs } }: { readonly comparison: Comparison }) {
  const text = useText();
  const { format } = useLanguage();
  const names = useVersionNames(versions);
  const words = text.compare;
  const nameOf = (id: string): string => names[versions.findIndex((version) => version.id === id)] ?? '';
  const rows = versions.flatMap(({ manifest }, index) =>
    manifest.task !== 'image-classification' || manifest.evaluation === null
      ? []
      : [
          {
            name: names[index] ?? '',
            value: manifest.evaluation.accuracy,
            interval: manifest.evaluation.accuracyInterval,
          },
        ],
  );
  if (rows.length === 0) return null;
  const best = rows.reduce((most, row) => (row.value > most.value ? row : most));
  return (
    <Section title={words.accuracy}>
      <div className={classes['pair']}>
        <MetricIntervalChart
          title={words.accuracyTitle}
          summary={words.accuracySummary(
            best.name,
            format.percent(best.value),
            rows.every(({ interval }) => interval.method === 'wilson') ? 'wilson' : undefined,
          )}
          rows={rows}
          write={(value) => format.percent(value)}
        />
        {pairs.length > 0 && (
          <MetricIntervalChart
            title={words.gain}
            summary={words.gainSummary}
            rows={pairs.map(({ versionId, againstId, comparison: { gain } }) => ({
              name: words.against(nameOf(versionId), nameOf(againstId)),
              value: gain.value,
              interval: gain,
            }))}
            write={(value) => text.models.gates.points(`${value > 0 ? '+' : ''}${format.decimal(value * 100, 1)}`)}
            within={[-1, 1]}
            reference={0}
          />
        )}
      </div>
    </Section>
  );
}
