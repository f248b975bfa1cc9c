'use client';

import { type Overview } from '@lintel/console-contract';
import { SortableTable, StatusBadge, useFigures, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { useModelWords } from '../models/model-words';

type Row = Overview['models'][number];

const TONES = { stable: 'good', watch: 'warn', drift: 'bad' } as const;

export function ModelsTable({ models }: { readonly models: readonly Row[] }) {
  const { general, overview: text } = useText();
  const { format } = useLanguage();
  const { modelTitle } = useModelWords();
  const { nameOf, write } = useFigures();
  const version = (number: number | null): string => (number === null ? '–' : general.version(format.integer(number)));
  return (
    <SortableTable
      name="models"
      caption={text.modelsCaption}
      rows={models}
      columns={[
        {
          key: 'title',
          label: text.column.model,
          value: ({ name, title }) => modelTitle(name, title),
          show: ({ name, title }) => <Link href={addressOf.model(name)}>{modelTitle(name, title)}</Link>,
        },
        {
          key: 'champion',
          label: text.column.champion,
          value: ({ championNumber }) => championNumber ?? 0,
          show: ({ championNumber }) => (championNumber === null ? text.noChampion : version(championNumber)),
        },
        {
          key: 'figure',
          label: text.column.figure,
          value: ({ headline }) => headline?.value ?? 0,
          show: ({ headline }) =>
            headline === null ? '–' : `${nameOf(headline.key)} ${write(headline, headline.value)}`,
        },
        {
          key: 'challenger',
          label: text.column.challenger,
          value: ({ challengerNumber }) => challengerNumber ?? 0,
          show: ({ challengerNumber }) => version(challengerNumber),
        },
        {
          key: 'labels',
          label: text.column.newLabels,
          value: ({ newLabels }) => newLabels,
          show: ({ name, newLabels }) => <Link href={addressOf.datasets(name)}>{format.integer(newLabels)}</Link>,
        },
        {
          key: 'drift',
          label: text.column.drift,
          value: ({ drift }) => (drift === null || drift === 'unknown' ? '' : general.drift[drift]),
          show: ({ name, drift }) =>
            drift === null || drift === 'unknown' ? (
              text.driftUnknown
            ) : (
              <Link href={addressOf.drift(name)}>
                <StatusBadge tone={TONES[drift]}>{general.drift[drift]}</StatusBadge>
              </Link>
            ),
        },
      ]}
    />
  );
}
