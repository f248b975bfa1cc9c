'use client';

import { type DriftPolicy, type DriftReport } from '@lintel/contracts';
import { SortableTable, Sparkline, useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { DriftBadge } from './drift-badge';
import { bySeverity, measuresOf, psiOverTime, type Measure } from './measures';
import { useMeasureName } from './use-measure-name';
import classes from './drift.module.css';

/** The drawings share a scale, so that a calm line looks calm. */
const SPARKLINE_TOP = 0.3;
/** Smaller values are shown as "less than": their digits carry no information. */
const SMALLEST_P = 0.001;

export interface MeasureTableProps {
  readonly report: DriftReport;
  /** Values of all windows, oldest first. */
  readonly reports: readonly DriftReport[];
  readonly policy: DriftPolicy;
}

export function MeasureTable({ report, reports, policy }: MeasureTableProps) {
  const text = useText().drift;
  const { format } = useLanguage();
  const nameOf = useMeasureName();
  const orDash = (value: number | null): string => (value === null ? '–' : format.decimal(value));
  const writeP = (value: number | null): string =>
    value === null ? '–' : value < SMALLEST_P ? `< ${format.decimal(SMALLEST_P)}` : format.decimal(value);
  return (
    <div className={classes['measures']}>
      <SortableTable
        name="measures"
        caption={`${text.measuresCaption} ${text.thresholds(format.decimal(policy.watchFrom, 2), format.decimal(policy.driftFrom, 2))}`}
        rows={bySeverity(measuresOf(report))}
        columns={[
          {
            key: 'measure',
            label: text.column.measure,
            value: nameOf,
            show: (measure) => (
              <span className={classes['measure']}>
                {nameOf(measure)}
                <small>{meaning(measure, text.meaning)}</small>
              </span>
            ),
          },
          {
            key: 'status',
            label: text.column.status,
            value: ({ status }) => text.status[status],
            show: ({ status }) => <DriftBadge status={status} />,
          },
          { key: 'psi', label: 'PSI', value: ({ psi }) => psi ?? -1, show: ({ psi }) => orDash(psi) },
          {
            key: 'ks',
            label: text.column.ks,
            value: ({ ks }) => ks?.statistic ?? -1,
            show: ({ ks }) => orDash(ks?.statistic ?? null),
          },
          { key: 'p', label: text.column.p, value: ({ pValue }) => pValue ?? -1, show: ({ pValue }) => writeP(pValue) },
          {
            key: 'mean',
            label: text.column.mean,
            value: ({ mean }) => mean ?? -1,
            show: ({ mean }) => orDash(mean),
          },
          {
            key: 'reference',
            label: text.column.reference,
            value: ({ referenceMean }) => referenceMean ?? -1,
            show: ({ referenceMean }) => orDash(referenceMean),
          },
          {
            key: 'trend',
            label: text.column.trend,
            value: () => '',
            sortable: false,
            show: ({ key }) => (
              <Sparkline values={psiOverTime(reports, key)} atLeast={SPARKLINE_TOP} reference={policy.driftFrom} />
            ),
          },
        ]}
      />
    </div>
  );
}

function meaning({ kind, name }: Measure, text: Readonly<Record<string, string>>): string {
  return text[kind === 'feature' ? (name ?? '') : kind] ?? text['other'] ?? '';
}
