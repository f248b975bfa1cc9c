'use client';

import { type ClassProbability } from '@lintel/contracts';
import { useLanguage, useMessages } from '../../language/language-provider';
import { CLASSIFICATION_WORDS } from './words';
import classes from './probability-bars.module.css';

export interface ProbabilityBarsProps {
  /** Most probable first. */
  readonly top: readonly ClassProbability[];
  /** Colours the first bar as unsure. */
  readonly unsure?: boolean;
}

/** The most probable classes, each with a bar. */
export function ProbabilityBars({ top, unsure = false }: ProbabilityBarsProps) {
  const { format } = useLanguage();
  const text = useMessages(CLASSIFICATION_WORDS);
  return (
    <ol className={classes['bars']} aria-label={text.likeliest} data-unsure={unsure || undefined}>
      {top.map(({ className, probability }) => (
        <li key={className} className={classes['bar']}>
          <span className={classes['name']} title={className}>
            {className}
          </span>
          <span className={classes['track']} aria-hidden="true">
            <span className={classes['fill']} style={{ width: `${probability * 100}%` }} />
          </span>
          <span className={classes['value']}>{format.percent(probability)}</span>
        </li>
      ))}
    </ol>
  );
}
