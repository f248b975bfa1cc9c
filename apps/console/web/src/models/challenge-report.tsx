'use client';

import { type ChallengeReport, type ModelVersionSummary } from '@lintel/contracts';
import { Figures, Section, StatusBadge, useLanguage, type Figure } from '@lintel/ui';
import { Table } from '@mantine/core';
import { useText } from '../language/text';
import { DifferentPictures } from './different-pictures';
import { useModelWords } from './model-words';
import { type PredictionPaths } from './prediction-address';
import classes from './models.module.css';

const SHOWN_CHANGES = 8;

export interface ChallengeReportSectionProps {
  readonly report: ChallengeReport;
  readonly versions: readonly ModelVersionSummary[];
  /** Where the app of the model shows a prediction; absent if it keeps none. */
  readonly paths: PredictionPaths | undefined;
}

/** How champion and challenger answered real requests. */
export function ChallengeReportSection({ report, versions, paths }: ChallengeReportSectionProps) {
  const text = useText().models;
  const { format } = useLanguage();
  const words = text.report;
  const numberOf = (id: string): string => format.integer(versions.find((version) => version.id === id)?.number ?? 0);
  const lost = report.dropped + report.failed;
  const figures: Figure[] = [
    ...(report.agreement === null
      ? []
      : [{ name: words.agreement, value: format.percent(report.agreement), hint: words.agreementHint }]),
    { name: words.examples, value: format.integer(report.examples), hint: words.examplesHint[report.mode] },
    {
      name: words.lost,
      value: format.integer(lost),
      hint: words.lostHint(format.integer(report.dropped), format.integer(report.failed)),
    },
  ];
  return (
    <Section
      title={words.title}
      aside={<StatusBadge tone="quiet">{report.mode === 'shadow' ? text.mode.shadow : text.mode.canary}</StatusBadge>}
    >
      <p className={classes['period']}>{words.period(format.dateTime(report.from), format.dateTime(report.to))}</p>
      <Figures figures={figures} />
      <div className={classes['reportParts']}>
        <Sides report={report} champion={numberOf(report.championId)} challenger={numberOf(report.challengerId)} />
        {report.agreement !== null && <Changes changes={report.changes} modelName={report.modelName} paths={paths} />}
      </div>
    </Section>
  );
}

interface SidesProps {
  readonly report: ChallengeReport;
  /** Formatted numbers of the versions. */
  readonly champion: string;
  readonly challenger: string;
}

function Sides({ report, champion, challenger }: SidesProps) {
  const text = useText().models;
  const { format } = useLanguage();
  const words = text.report;
  type Side = ChallengeReport['champion'];
  const orDash = (value: number | null, write: (value: number) => string): string =>
    value === null ? '–' : write(value);
  const rows: readonly [string, (side: Side) => string][] = [
    [words.answered, ({ examples }) => format.integer(examples)],
    [words.confidence, ({ meanConfidence }) => orDash(meanConfidence, format.percent)],
    [
      words.unsure,
      ({ unsure, examples }) =>
        examples === 0 ? '–' : `${format.integer(unsure)} (${format.percent(unsure / examples)})`,
    ],
    [words.p50, ({ p50Ms }) => orDash(p50Ms, format.milliseconds)],
    [words.p95, ({ p95Ms }) => orDash(p95Ms, format.milliseconds)],
  ];
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.sides}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th scope="col" ta="right">{`${text.alias.champion} (${champion})`}</Table.Th>
            <Table.Th scope="col" ta="right">{`${text.alias.challenger} (${challenger})`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, write]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {name}
              </Table.Th>
              <Table.Td ta="right">{write(report.champion)}</Table.Td>
              <Table.Td ta="right">{write(report.challenger)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface ChangesProps extends Pick<ChallengeReport, 'changes' | 'modelName'> {
  readonly paths: PredictionPaths | undefined;
}

function Changes({ changes, modelName, paths }: ChangesProps) {
  const text = useText().models.report;
  const { format } = useLanguage();
  const { nameTitle } = useModelWords();
  return (
    <div>
      <h3 className={classes['small']}>{text.changes}</h3>
      {changes.length === 0 && <p>{text.noChanges}</p>}
      <ol className={classes['changes']}>
        {changes.slice(0, SHOWN_CHANGES).map(({ from, to, count, examples }) => {
          const names = { from: nameTitle(modelName, from), to: nameTitle(modelName, to) };
          return (
            <li key={`${from} ${to}`}>
              <div className={classes['change']}>
                <span>{text.change(names.from, names.to)}</span>
                <span>{format.integer(count)}</span>
              </div>
              <DifferentPictures modelName={modelName} examples={examples} paths={paths} {...names} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
