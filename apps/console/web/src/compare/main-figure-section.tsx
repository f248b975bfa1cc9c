'use client';

import { type Comparison } from '@lintel/console-contract';
import { headlinesOf } from '@lintel/contracts';
import { MetricIntervalChart, Section, useFigures } from '@lintel/ui';
import { useText } from '../language/text';
import { useVersionNames } from './use-version-names';
import classes from './compare.module.css';

const ANY = [-Infinity, Infinity] as const;

/** The main figure of the versions with its intervals, and comparisons of pairs on the same examples. */
export function MainFigureSection({ comparison: { versions, pairs } }: { readonly comparison: Comparison }) {
  const words = useText().compare;
  const { nameOf, write, writeGain } = useFigures();
  const names = useVersionNames(versions);
  const nameOfVersion = (id: string): string => names[versions.findIndex((version) => version.id === id)] ?? '';
  const figures = versions.map(({ manifest }) => headlinesOf(manifest)[0]);
  const main = figures.find((figure) => figure !== undefined);
  if (main === undefined) return null;
  // A figure of another kind does not fit on the same axis.
  const rows = figures.flatMap((figure, index) =>
    figure?.key === main.key ? [{ name: names[index] ?? '', value: figure.value, interval: figure.interval }] : [],
  );
  const best = rows.reduce((most, row) =>
    (main.better === 'higher' ? row.value > most.value : row.value < most.value) ? row : most,
  );
  const gains = pairs.filter(({ comparison }) => comparison.figure.key === main.key);
  return (
    <Section title={nameOf(main.key)}>
      <div className={classes['pair']}>
        <MetricIntervalChart
          title={nameOf(main.key)}
          summary={words.mainFigureSummary(best.name, write(main, best.value))}
          rows={rows}
          write={(value) => write(main, value)}
          within={main.unit === 'share' ? [0, 1] : ANY}
        />
        {gains.length > 0 && (
          <MetricIntervalChart
            title={words.gain}
            summary={words.gainSummary}
            rows={gains.map(({ versionId, againstId, comparison: { gain } }) => ({
              name: words.against(nameOfVersion(versionId), nameOfVersion(againstId)),
              value: gain.value,
              interval: gain,
            }))}
            write={(value) => writeGain(main, value)}
            within={main.unit === 'share' ? [-1, 1] : ANY}
            reference={0}
          />
        )}
      </div>
    </Section>
  );
}
