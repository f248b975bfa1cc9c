'use client';

import { type EpochResult } from '@lintel/contracts';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { useFigures } from '../tasks/use-figures';

/** What a learning curve shows of each epoch: the loss, or a figure of the task. */
export interface CurveMeasure {
  readonly key: string;
  readonly title: string;
  /** True if the axis begins at zero. */
  readonly fromZero: boolean;
  readonly write: (value: number) => string;
  /** Null if the epoch lacks it. */
  readonly training: (row: EpochResult) => number | null;
  /** Null if nothing was held out. */
  readonly validation: (row: EpochResult) => number | null;
}

/** The loss, then the figures of the task that the first row of any curve has. */
export function useCurveMeasures(...curves: readonly (readonly EpochResult[])[]): readonly CurveMeasure[] {
  const { format } = useLanguage();
  const text = useUiMessages().curve;
  const { nameOf, write } = useFigures();
  const figures = new Map(curves.flatMap((curve) => curve[0]?.figures ?? []).map((figure) => [figure.key, figure]));
  const loss: CurveMeasure = {
    key: 'loss',
    title: text.loss,
    fromZero: true,
    write: (value) => format.decimal(value),
    training: ({ trainLoss }) => trainLoss,
    validation: ({ validationLoss }) => validationLoss,
  };
  return [
    loss,
    ...[...figures.values()].map((figure): CurveMeasure => {
      const of = (row: EpochResult) => row.figures.find(({ key }) => key === figure.key);
      return {
        key: figure.key,
        title: nameOf(figure.key),
        fromZero: false,
        write: (value) => write(figure, value),
        training: (row) => of(row)?.train ?? null,
        validation: (row) => of(row)?.validation ?? null,
      };
    }),
  ];
}
