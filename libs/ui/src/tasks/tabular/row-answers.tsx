'use client';

import { useLanguage, useMessages } from '../../language/language-provider';
import { ClassAnswer } from '../classification/class-answer';
import { type AnswerProps } from '../task-view';
import { ROW_WORDS } from './answer-words';
import { ReasonBars } from './reason-bars';
import { writeNumber } from '../write-number';
import classes from '../answer.module.css';

/** The class of a row with its probability, the other classes, and the reasons. */
export function RowClassAnswer({ answer, nameOf }: AnswerProps<'tabular-classification'>) {
  const { probabilities, unsure } = answer;
  return (
    <ClassAnswer answered={[answer]} {...{ probabilities, unsure, nameOf }}>
      <ReasonBars {...answer} />
    </ClassAnswer>
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
