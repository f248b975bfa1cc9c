'use client';

import { type DatasetVersion } from '@lintel/contracts';
import {
  Copyable,
  DATASET_PARTS,
  FactsList,
  Section,
  TaskDataset,
  taskView,
  useLanguage,
  useUiMessages,
  WarningIcon,
} from '@lintel/ui';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';
import classes from './datasets.module.css';

export interface DatasetDetailProps {
  readonly version: DatasetVersion;
  /** The previous version; null for the first. */
  readonly before: DatasetVersion | null;
}

/** One immutable version of the data: its source, its split, and its content. */
export function DatasetDetail({ version, before }: DatasetDetailProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.datasets;
  const { parts } = useUiMessages();
  const { nameTitle } = useModelWords();
  const { base, split } = version;
  const view = taskView(version.task);
  const link = /^https?:\/\//.test(base.source);
  return (
    <Section title={text.models.versionTitle(format.integer(version.number))}>
      {before !== null && before.testSetHash !== version.testSetHash && (
        <p className={classes['note']}>
          <WarningIcon size={16} />
          {words.testSetChanged(format.integer(before.number))}
        </p>
      )}
      <FactsList
        facts={[
          [words.facts.base, base.name],
          [words.facts.licence, base.licence],
          [
            words.facts.source,
            link ? (
              <a key="source" href={base.source} target="_blank" rel="noopener noreferrer">
                {base.source}
              </a>
            ) : (
              base.source
            ),
          ],
          [
            words.facts.split,
            base.table === undefined
              ? words.facts.splitValue(
                  format.percent(split.validation, 0),
                  format.percent(split.test, 0),
                  String(split.seed),
                )
              : words.facts.tableSplit(format.percent(split.test, 0), words.facts.splitBy[split.by ?? 'random']),
          ],
          [
            words.facts.examples[view.input],
            format.list(DATASET_PARTS.map((part) => `${parts[part]} ${format.integer(version.examples[part])}`)),
          ],
          ...columnFacts(base.table, words.facts, format.integer),
          [
            words.facts.labels,
            words.facts.labelsValue(format.integer(version.labels), format.integer(version.upToLabel)),
          ],
          [words.facts.made, words.facts.madeValue(format.dateTime(version.createdAt), version.createdBy)],
          [words.facts.content, <Copyable key="content" label={words.facts.content} value={version.contentHash} />],
          [words.facts.testSet, <Copyable key="test" label={words.facts.testSet} value={version.testSetHash} />],
          [words.facts.baseHash, <Copyable key="base" label={words.facts.baseHash} value={base.contentHash} />],
        ]}
      />
      <TaskDataset version={version} nameOf={(name) => nameTitle(version.modelName, name)} />
    </Section>
  );
}

/** How many columns a table has, and which ones have a role. */
function columnFacts(
  table: DatasetVersion['base']['table'],
  words: Readonly<Record<'columns' | 'target' | 'group' | 'time', string>>,
  integer: (value: number) => string,
): [string, string][] {
  if (table === undefined) return [];
  return [
    [words.columns, integer(table.columns)],
    ...(['target', 'group', 'time'] as const).flatMap((role): [string, string][] => {
      const column = table[role];
      return column === null ? [] : [[words[role], column]];
    }),
  ];
}
