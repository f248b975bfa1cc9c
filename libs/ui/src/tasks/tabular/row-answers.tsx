'use client';

import { useLanguage, useMessages } from '../../language/language-provider';
import { StatusBadge } from '../../state/status-badge';
import { ProbabilityBars } from '../classification/probability-bars';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { type AnswerProps } from '../task-view';
import { ROW_WORDS } from './answer-words';
import { ReasonBars } from './reason-bars';
import { writeNumber } from '../write-number';
import classes from '../answer.module.css';

/** As many classes as fit above the reasons. */
const SHOWN_CLASSES = 5;

/** The class of a row with its probability, the other classes, and the reasons. */
export function RowClassAnswer({ answer, nameOf }: AnswerProps<'tabular-classification'>) {
  const { format } = useLanguage();
  const text = useMessages(CLASSIFICATION_WORDS);
  const top = [...answer.probabilities]
    .sort((one, other) => other.probability - one.probability)
    .slice(0, SHOWN_CLASSES)
    .map((one) => ({ ...one, className: nameOf(one.className) }));
  return (
    <div className={classes['answer']}>
      <p className={classes['main']}>
        {nameOf(answer.className)} <span className={classes['quiet']}>{format.percent(answer.probability)}</span>
      </p>
      {answer.unsure && (
        <p className={classes['doubt']}>
          <StatusBadge tone="warn">{text.unsure}</StatusBadge>
          {text.unsureHint}
        </p>
      )}
      <ProbabilityBars top={top} unsure={answer.unsure} />
      <ReasonBars {...answer} />
    </div>
  );
}

/** The value of a row with its interval, and the reasons. */
export function RowValueAnswer({ answer }: AnswerProps<'tabular-regression'>) {
  const { format } = useLanguage();
  const text = useMessages(ROW_WORDS);
  const { value, interval } = answer;
  const write = (number: number): string => writeNumber(format, number);
  return (
    <div className={classes['answer']}>
      <p className={classes['main']}>{write(value)}</p>
      <p className={classes['doubt']}>
        {interval === null
          ? text.noInterval
          : text.interval(write(interval.low), write(interval.high), format.percent(interval.level, 0))}
      </p>
      <ReasonBars {...answer} />
    </div>
  );
}
