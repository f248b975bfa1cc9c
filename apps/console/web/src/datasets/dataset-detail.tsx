'use client';

import { type DatasetVersion } from '@lintel/contracts';
import { Copyable, FactsList, Section, SortableTable, useLanguage, WarningIcon } from '@lintel/ui';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';
import { classCounts, PARTS, type ClassCount } from './class-counts';
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
  const { base, split } = version;
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
          ...columnFacts(base.table, words.facts),
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
      {version.classNames.length > 0 && <ClassTable rows={classCounts(version)} modelName={version.modelName} />}
    </Section>
  );
}

/** The columns of a table that have a role. */
function columnFacts(
  table: DatasetVersion['base']['table'],
  words: Readonly<Record<'target' | 'group' | 'time', string>>,
): [string, string][] {
  if (table === undefined) return [];
  return (['target', 'group', 'time'] as const).flatMap((role): [string, string][] => {
    const column = table[role];
    return column === null ? [] : [[words[role], column]];
  });
}

interface ClassTableProps {
  readonly rows: readonly ClassCount[];
  readonly modelName: string;
}

function ClassTable({ rows, modelName }: ClassTableProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.datasets;
  const { classTitle } = useModelWords();
  const most = Math.max(1, ...rows.map(({ total }) => total));
  return (
    <div className={classes['classes']}>
      <SortableTable
        name="classes"
        caption={words.classesCaption}
        rows={rows}
        columns={[
          {
            key: 'className',
            label: words.className,
            value: ({ className }) => classTitle(modelName, className),
          },
          ...PARTS.map((part) => ({
            key: part,
            label: words.part[part],
            value: (row: ClassCount) => row[part],
            show: (row: ClassCount) => format.integer(row[part]),
          })),
          {
            key: 'total',
            label: words.total,
            value: ({ total }: ClassCount) => total,
            show: ({ total }: ClassCount) => format.integer(total),
          },
          {
            key: 'bar',
            label: words.shares,
            value: () => '',
            sortable: false,
            show: (row: ClassCount) => (
              <span className={classes['bar']} aria-hidden="true">
                {PARTS.map((part) => (
                  <i key={part} data-part={part} style={{ width: `${(row[part] / most) * 100}%` }} />
                ))}
              </span>
            ),
          },
        ]}
      />
    </div>
  );
}
