import { useLanguage, useMessages } from '../../language/language-provider';
import { StatusBadge } from '../../state/status-badge';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { ContributionBars } from '../contribution-bars';
import { type AnswerProps } from '../task-view';
import { writeNumber } from '../write-number';
import { ANOMALY_WORDS } from './anomaly-words';
import classes from '../answer.module.css';

/** Whether the newest row is an anomaly, with its score and its time, and how unusual each signal is. */
export function AnomalyAnswerView({ answer }: AnswerProps<'time-series-anomaly'>) {
  const { format } = useLanguage();
  const text = useMessages(ANOMALY_WORDS);
  const { unsure: unsureWord } = useMessages(CLASSIFICATION_WORDS);
  const { time, score, anomaly, reasons, unsure } = answer;
  const write = (number: number): string => writeNumber(format, number);
  return (
    <div className={classes['answer']}>
      <p className={classes['main']}>
        {anomaly ? text.anomaly : text.usual}{' '}
        <span className={classes['quiet']}>{typeof time === 'number' ? write(time) : time}</span>
      </p>
      <p className={classes['doubt']}>{text.score(write(score))}</p>
      {unsure && (
        <p className={classes['doubt']}>
          <StatusBadge tone="warn">{unsureWord}</StatusBadge>
          {text.unsureHint}
        </p>
      )}
      <ContributionBars
        title={text.reasons}
        caption={text.caption}
        bars={reasons.map(({ signal, value, score: own }) => ({
          name: signal,
          detail: value === null ? text.missing : write(value),
          contribution: own,
        }))}
      />
    </div>
  );
}
