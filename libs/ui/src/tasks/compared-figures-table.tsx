'use client';

import { type ComparedFigure } from '@lintel/contracts';
import { useUiMessages } from '../language/language-provider';
import { SortableTable } from '../table/sortable-table';
import { useFigures } from './use-figures';

/** Figures of champion and challenger on the same examples, with the gain; nothing if there is none. */
export function ComparedFiguresTable({ figures }: { readonly figures: readonly ComparedFigure[] }) {
  const text = useUiMessages().tasks;
  const { nameOf, write, writeGain } = useFigures();
  if (figures.length === 0) return null;
  return (
    <SortableTable
      name="other-figures"
      caption={text.otherFigures}
      rows={figures}
      columns={[
        { key: 'figure', label: text.figure, value: ({ figure }) => nameOf(figure.key) },
        {
          key: 'champion',
          label: text.champion,
          value: ({ champion }) => champion,
          show: ({ figure, champion }) => write(figure, champion),
        },
        {
          key: 'challenger',
          label: text.challenger,
          value: ({ challenger }) => challenger,
          show: ({ figure, challenger }) => write(figure, challenger),
        },
        {
          key: 'gain',
          label: text.gain,
          value: ({ gain }) => gain.value,
          show: ({ figure, gain }) => {
            const { value, low, high } = gain;
            const interval = text.interval(writeGain(figure, low), writeGain(figure, high));
            return `${writeGain(figure, value)} (${interval})`;
          },
        },
      ]}
    />
  );
}
