import { useLanguage, useMessages } from '../../language/language-provider';
import { StatusBadge } from '../../state/status-badge';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { ContributionBars } from '../contribution-bars';
import { type AnswerProps } from '../task-view';
import { writeNumber } from '../write-number';
import { FORECAST_WORDS } from './answer-words';
import classes from '../answer.module.css';

/** The forecast value with its band and its time, and what each signal adds to it. */
export function ForecastAnswerView({ answer }: AnswerProps<'time-series-forecast'>) {
  const { format } = useLanguage();
  const text = useMessages(FORECAST_WORDS);
  const { unsure: unsureWord } = useMessages(CLASSIFICATION_WORDS);
  const { time, value, interval, reasons, base, unsure } = answer;
  const write = (number: number): string => writeNumber(format, number);
  return (
    <div className={classes['answer']}>
      <p className={classes['main']}>
        {write(value)} <span className={classes['quiet']}>{typeof time === 'number' ? write(time) : time}</span>
      </p>
      <p className={classes['doubt']}>
        {text.interval(write(interval.low), write(interval.high), format.percent(interval.level, 0))}
      </p>
      {unsure && (
        <p className={classes['doubt']}>
          <StatusBadge tone="warn">{unsureWord}</StatusBadge>
          {text.unsureHint}
        </p>
      )}
      <ContributionBars
        title={text.reasons}
        caption={text.caption(write(base))}
        bars={reasons.map(({ signal, contribution }) => ({ name: signal, contribution }))}
      />
    </div>
  );
}
