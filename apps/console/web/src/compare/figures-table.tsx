'use client';

import { type Headline, type ModelVersion } from '@lintel/contracts';
import { figuresOf, Section, useFigures, useLanguage } from '@lintel/ui';
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
  readonly key: string;
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
            {useMeasures(versions).map((measure) => (
              <MeasureRow key={measure.key} measure={measure} versions={versions} comparable={comparable} />
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

function useMeasures(versions: readonly ModelVersion[]): Measure[] {
  const text = useText().compare.measure;
  const { format } = useLanguage();
  const { nameOf, write } = useFigures();
  const figures = new Map(
    versions.flatMap(({ manifest }) => figuresOf(manifest).map((figure) => [figure.key, figure])),
  );
  const measureOf = (figure: Headline): Measure => ({
    key: figure.key,
    name: nameOf(figure.key),
    value: ({ manifest }) => figuresOf(manifest).find(({ key }) => key === figure.key)?.value ?? null,
    write: (value) => write(figure, value),
    best: figure.better === 'higher' ? 'highest' : 'lowest',
  });
  const general: readonly [key: keyof typeof text, value: Measure['value'], write: Measure['write']][] = [
    ['examples', ({ manifest }) => manifest.evaluation?.examples ?? null, format.integer],
    ['parameters', ({ manifest }) => manifest.architecture.parameters, format.integer],
    ['size', ({ manifest }) => manifest.onnx.bytes, format.bytes],
    ['training', ({ manifest }) => manifest.training.seconds, format.seconds],
  ];
  return [
    ...[...figures.values()].map(measureOf),
    ...general.map(([key, value, writeValue]) => ({
      key: `general.${key}`,
      name: text[key],
      value,
      write: writeValue,
    })),
  ];
}
