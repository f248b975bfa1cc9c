'use client';

import { type Comparison } from '@lintel/console-contract';
import {
  LearningCurves,
  PageHead,
  ProblemAlert,
  Section,
  TaskVersions,
  useCurveMeasures,
  useLanguage,
} from '@lintel/ui';
import { CloseButton } from '@mantine/core';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { useModelWords } from '../models/model-words';
import { NothingChosen } from '../shell/nothing-chosen';
import { MainFigureSection } from './main-figure-section';
import { fetchComparison } from './client';
import { ConfigurationSection } from './configuration-section';
import { FiguresTable } from './figures-table';
import { useVersionNames } from './use-version-names';
import { versionsInAddress } from './versions-in-address';
import classes from './compare.module.css';

export function CompareScreen() {
  const text = useText().compare;
  const ids = versionsInAddress(useSearchParams().get('versions'));
  if (ids.length >= 2) return <Compared ids={ids} />;
  return <NothingChosen title={text.title} intro={text.intro} none={text.none} />;
}

function Compared({ ids }: { readonly ids: readonly string[] }) {
  const text = useText();
  const data = useData({
    key: ids.join(','),
    load: (signal) => fetchComparison(ids, signal),
    watch: { tables: ['gate_report'] },
  });
  const modelName = data.state.kind === 'ready' ? data.state.value.versions[0]?.modelName : undefined;
  return (
    <>
      <PageHead
        title={text.compare.title}
        intro={modelName ?? text.compare.intro}
        above={
          <Link href={modelName === undefined ? addressOf.models() : addressOf.model(modelName)}>
            {text.version.toModel}
          </Link>
        }
      />
      <DataView data={data}>{(comparison) => <Parts comparison={comparison} />}</DataView>
    </>
  );
}

function Parts({ comparison }: { readonly comparison: Comparison }) {
  const text = useText().compare;
  const names = useVersionNames(comparison.versions);
  const { nameTitle } = useModelWords();
  const { versions, sameTestSet } = comparison;
  const curves = versions.map(({ manifest }, index) => ({
    name: names[index] ?? '',
    curve: manifest.training.network?.curve ?? [],
  }));
  const measures = useCurveMeasures(...curves.map(({ curve }) => curve));
  return (
    <>
      <Chosen comparison={comparison} />
      {!sameTestSet && <ProblemAlert problem={{ title: text.otherTestSets.title, cure: text.otherTestSets.cure }} />}
      <MainFigureSection comparison={comparison} />
      <FiguresTable versions={versions} names={names} comparable={sameTestSet} />
      <TaskVersions versions={versions} names={names} nameOf={(name) => nameTitle(versions[0]?.modelName, name)} />
      {curves.some(({ curve }) => curve.length > 0) && (
        <Section title={text.learning}>
          <div className={classes['pair']}>
            {measures.map((measure) => (
              <LearningCurves key={measure.key} curves={curves} measure={measure} summary={text.learningSummary} />
            ))}
          </div>
        </Section>
      )}
      <ConfigurationSection versions={versions} names={names} />
    </>
  );
}

/** The compared versions; one can be removed while at least two are left. */
function Chosen({ comparison: { versions } }: { readonly comparison: Comparison }) {
  const text = useText();
  const { format } = useLanguage();
  const router = useRouter();
  const without = (id: string): string =>
    addressOf.compare(versions.filter((version) => version.id !== id).map((version) => version.id));
  return (
    <ul className={classes['chosen']} aria-label={text.compare.chosen}>
      {versions.map(({ id, number, createdAt }) => (
        <li key={id}>
          <Link href={addressOf.version(id)}>{text.models.versionTitle(format.integer(number))}</Link>
          <small>{format.dateTime(createdAt)}</small>
          {versions.length > 2 && (
            <CloseButton
              size="sm"
              aria-label={text.compare.takeAway(format.integer(number))}
              onClick={() => router.replace(without(id))}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
