'use client';

import { type ManifestOf, type ModelVersion } from '@lintel/contracts';
import { Section, useLanguage } from '@lintel/ui';
import { Table } from '@mantine/core';
import { useText } from '../language/text';
import { GateTag } from '../models/versions-table';
import classes from './compare.module.css';

export interface FiguresTableProps {
  readonly versions: readonly ModelVersion[];
  readonly names: readonly string[];
  /** False if no best can be named, because the test sets differ. */
  readonly comparable: boolean;
}

interface Measure {
  readonly name: string;
  readonly value: (version: ModelVersion) => number | null;
  readonly write: (value: number) => string;
  /** Which end is better; absent if neither is. */
  readonly best?: 'highest' | 'lowest';
}

/** The figures of every version, with the best of each line marked. */
export function FiguresTable({ versions, names, comparable }: FiguresTableProps) {
  const text = useText().compare;
  return (
    <Section title={text.figures}>
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={text.figures}>
        <Table verticalSpacing={6} className={classes['table'] ?? ''}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              {names.map((name) => (
                <Table.Th key={name} scope="col" ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {useMeasures().map((measure) => (
              <MeasureRow key={measure.name} measure={measure} versions={versions} comparable={comparable} />
            ))}
            <Table.Tr>
              <Table.Th scope="row" fw={400}>
                {text.measure.gates}
              </Table.Th>
              {versions.map(({ id, gateReport }) => (
                <Table.Td key={id} ta="right">
                  <GateTag passed={gateReport?.passed ?? null} />
                </Table.Td>
              ))}
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}

interface MeasureRowProps {
  readonly measure: Measure;
  readonly versions: readonly ModelVersion[];
  readonly comparable: boolean;
}

function MeasureRow({ measure: { name, value, write, best }, versions, comparable }: MeasureRowProps) {
  const text = useText().compare;
  const values = versions.map(value);
  const known = values.filter((one) => one !== null);
  const winner = best === 'highest' ? Math.max(...known) : Math.min(...known);
  // If all are the same, none is the best.
  const marked = comparable && best !== undefined && new Set(known).size > 1;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {name}
      </Table.Th>
      {values.map((one, index) => (
        <Table.Td key={versions[index]?.id} ta="right">
          {one === null ? (
            '–'
          ) : marked && one === winner ? (
            <strong className={classes['best']} title={text.best}>
              {write(one)}
            </strong>
          ) : (
            write(one)
          )}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

function useMeasures(): Measure[] {
  const text = useText().compare.measure;
  const { format } = useLanguage();
  type Evaluation = NonNullable<ManifestOf<'image-classification'>['evaluation']>;
  const evaluated =
    (value: (evaluation: Evaluation) => number) =>
    ({ manifest }: ModelVersion): number | null =>
      manifest.task !== 'image-classification' || manifest.evaluation === null ? null : value(manifest.evaluation);
  const percent = (share: number): string => format.percent(share);
  const decimal = (value: number): string => format.decimal(value);
  return [
    { name: text.accuracy, value: evaluated(({ accuracy }) => accuracy), write: percent, best: 'highest' },
    { name: text.top5, value: evaluated(({ top5Accuracy }) => top5Accuracy), write: percent, best: 'highest' },
    { name: text.precision, value: evaluated(({ macroPrecision }) => macroPrecision), write: percent, best: 'highest' },
    { name: text.recall, value: evaluated(({ macroRecall }) => macroRecall), write: percent, best: 'highest' },
    { name: text.f1, value: evaluated(({ macroF1 }) => macroF1), write: decimal, best: 'highest' },
    { name: text.logLoss, value: evaluated(({ logLoss }) => logLoss), write: decimal, best: 'lowest' },
    {
      name: text.calibration,
      value: evaluated(({ calibration }) => calibration.expectedCalibrationError),
      write: percent,
      best: 'lowest',
    },
    { name: text.examples, value: evaluated(({ examples }) => examples), write: format.integer },
    {
      name: text.parameters,
      value: ({ manifest }) => manifest.architecture.parameters,
      write: format.integer,
    },
    { name: text.size, value: ({ manifest }) => manifest.onnx.bytes, write: format.bytes },
    { name: text.training, value: ({ manifest }) => manifest.training.seconds, write: format.seconds },
  ];
}
