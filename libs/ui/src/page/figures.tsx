import { type ReactNode } from 'react';
import classes from './figures.module.css';

export interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  /** Small, below the value. */
  readonly hint?: ReactNode;
}

/** The few most important numbers, large. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className={classes['figures']}>
      {figures.map(({ name, value, hint }) => (
        <div key={name} className={classes['figure']}>
          <dt>{name}</dt>
          <dd className={classes['value']}>{value}</dd>
          {hint !== undefined && <dd className={classes['hint']}>{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
