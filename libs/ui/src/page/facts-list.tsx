import { type ReactNode } from 'react';
import classes from './facts-list.module.css';

export interface FactsListProps {
  /** Name and value, in the order shown. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
  /** In one column, for a narrow place. Default: as many columns as fit. */
  readonly narrow?: boolean;
}

/** Facts as names and values. */
export function FactsList({ facts, narrow = false }: FactsListProps) {
  return (
    <dl className={classes['facts']} data-narrow={narrow || undefined}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
