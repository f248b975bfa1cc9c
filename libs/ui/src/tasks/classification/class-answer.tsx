'use client';

import { type ClassProbability } from '@lintel/contracts';
import { type ReactNode } from 'react';
import { useLanguage, useMessages } from '../../language/language-provider';
import { StatusBadge } from '../../state/status-badge';
import { type NameOf } from '../task-view';
import { ProbabilityBars } from './probability-bars';
import { CLASSIFICATION_WORDS } from './words';
import classes from '../answer.module.css';

/** As many classes as fit above the reasons. */
const SHOWN_CLASSES = 5;

export interface ClassAnswerProps {
  /** The answered class, or the labels. */
  readonly answered: readonly ClassProbability[];
  /** Of every class, in any order. */
  readonly probabilities: readonly ClassProbability[];
  readonly unsure: boolean;
  readonly nameOf: NameOf;
  /** Stands between the doubt and the other candidates. */
  readonly note?: ReactNode;
  /** The reasons. */
  readonly children: ReactNode;
}

/** What was answered with its probability, the other candidates, and the reasons. */
export function ClassAnswer({ answered, probabilities, unsure, nameOf, note, children }: ClassAnswerProps) {
  const { format } = useLanguage();
  const text = useMessages(CLASSIFICATION_WORDS);
  const named = ({ className, probability }: ClassProbability) => ({ className: nameOf(className), probability });
  const top = [...probabilities]
    .sort((one, other) => other.probability - one.probability)
    .slice(0, SHOWN_CLASSES)
    .map(named);
  return (
    <div className={classes['answer']}>
      {answered.map(named).map(({ className, probability }) => (
        <p key={className} className={classes['main']}>
          {className} <span className={classes['quiet']}>{format.percent(probability)}</span>
        </p>
      ))}
      {unsure && (
        <p className={classes['doubt']}>
          <StatusBadge tone="warn">{text.unsure}</StatusBadge>
          {text.unsureHint}
        </p>
      )}
      {note !== undefined && <p className={classes['doubt']}>{note}</p>}
      <ProbabilityBars top={top} unsure={unsure} />
      {children}
    </div>
  );
}
