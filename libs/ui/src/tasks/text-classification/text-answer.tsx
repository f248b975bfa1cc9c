'use client';

import { useLanguage, useMessages } from '../../language/language-provider';
import { ClassAnswer } from '../classification/class-answer';
import { ContributionBars } from '../contribution-bars';
import { type AnswerProps } from '../task-view';
import { TEXT_WORDS } from './answer-words';

/** The class of a text or its labels, the other candidates, and the words that speak for each. */
export function TextAnswerView({ answer, nameOf }: AnswerProps<'text-classification'>) {
  const { format } = useLanguage();
  const text = useMessages(TEXT_WORDS);
  const { probabilities, unsure, isCut } = answer;
  return (
    <ClassAnswer
      answered={answer.labels ?? [answer]}
      note={isCut ? text.cut : undefined}
      {...{ probabilities, unsure, nameOf }}
    >
      {answer.reasons.map(({ className, base, words, others }) => (
        <ContributionBars
          key={className}
          title={text.speakFor(nameOf(className))}
          caption={words.length === 0 ? text.noWords : text.caption(format.decimal(base))}
          bars={[
            ...words.map(({ text: name, contribution }) => ({ name, contribution })),
            ...(others === 0 ? [] : [{ name: text.others, contribution: others }]),
          ]}
        />
      ))}
    </ClassAnswer>
  );
}
