import { useLanguage, useMessages } from '../../language/language-provider';
import { StatusBadge } from '../../state/status-badge';
import { ProbabilityBars } from '../classification/probability-bars';
import { CLASSIFICATION_WORDS } from '../classification/words';
import { ContributionBars } from '../contribution-bars';
import { type AnswerProps } from '../task-view';
import { TEXT_WORDS } from './answer-words';
import classes from '../answer.module.css';

/** As many classes as fit above the reasons. */
const SHOWN_CLASSES = 5;

/** The class of a text or its labels, the other candidates, and the words that speak for each. */
export function TextAnswerView({ answer, nameOf }: AnswerProps<'text-classification'>) {
  const { format } = useLanguage();
  const words = useMessages(CLASSIFICATION_WORDS);
  const text = useMessages(TEXT_WORDS);
  const named = (one: { readonly className: string; readonly probability: number }) => ({
    ...one,
    className: nameOf(one.className),
  });
  const top = [...answer.probabilities]
    .sort((one, other) => other.probability - one.probability)
    .slice(0, SHOWN_CLASSES)
    .map(named);
  return (
    <div className={classes['answer']}>
      {(answer.labels ?? [answer]).map(named).map(({ className, probability }) => (
        <p key={className} className={classes['main']}>
          {className} <span className={classes['quiet']}>{format.percent(probability)}</span>
        </p>
      ))}
      {answer.unsure && (
        <p className={classes['doubt']}>
          <StatusBadge tone="warn">{words.unsure}</StatusBadge>
          {words.unsureHint}
        </p>
      )}
      {answer.isCut && <p className={classes['doubt']}>{text.cut}</p>}
      <ProbabilityBars top={top} unsure={answer.unsure} />
      {answer.reasons.map(({ className, base, words: spoken, others }) => (
        <ContributionBars
          key={className}
          title={text.speakFor(nameOf(className))}
          caption={spoken.length === 0 ? text.noWords : text.caption(format.decimal(base))}
          bars={[
            ...spoken.map(({ text: name, contribution }) => ({ name, contribution })),
            ...(others === 0 ? [] : [{ name: text.others, contribution: others }]),
          ]}
        />
      ))}
    </div>
  );
}
