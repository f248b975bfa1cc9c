'use client';

import { type ClassProbability, type Prediction } from '@lintel/contracts';
import { Badge } from '@mantine/core';
import { type ReactNode } from 'react';
import { CheckIcon, EyeIcon } from '../../icons/icons';
import { useLanguage, useMessages } from '../../language/language-provider';
import { PictureCard, type PictureCardProps } from '../../pictures/picture-card';
import { ProbabilityBars } from '../classification/probability-bars';
import { ANSWER_WORDS } from './answer-words';
import classes from './prediction-card.module.css';

/** A person's verdict on an answer. */
export interface PredictionVerdict {
  /** The class as shown; null if it is none of the classes. */
  readonly className: string | null;
  readonly author: string;
  /** Whether the person agreed with the answer. */
  readonly agrees: boolean;
}

export interface PredictionCardProps extends Omit<PictureCardProps, 'children'>, PredictionSummaryProps {
  /** Shown small below, such as the time taken and the model. */
  readonly facts?: readonly string[];
  /** Below everything else, such as the controls for a verdict. */
  readonly footer?: ReactNode;
}

/** A picture with its class, the probability, and the other candidates. */
export function PredictionCard({ prediction, verdict = null, facts = [], footer, ...card }: PredictionCardProps) {
  return (
    <PictureCard {...card}>
      <PredictionSummary prediction={prediction} verdict={verdict} />
      <ProbabilityBars top={prediction.top} unsure={prediction.unsure && verdict === null} />
      {facts.length > 0 && <p className={classes['facts']}>{facts.join(' · ')}</p>}
      {footer}
    </PictureCard>
  );
}

export interface PredictionSummaryProps {
  readonly prediction: Prediction;
  /** Null if the answer has not been checked. */
  readonly verdict?: PredictionVerdict | null;
}

/**
 * What the picture shows: a person's verdict if there is one, otherwise the model's answer, its class or all of its
 * labels, and its doubt.
 */
export function PredictionSummary({ prediction, verdict = null }: PredictionSummaryProps) {
  const { format } = useLanguage();
  const text = useMessages(ANSWER_WORDS);
  const answers: readonly ClassProbability[] = prediction.labels ?? [prediction];
  const write = ({ className, probability }: ClassProbability): string => `${className} ${format.percent(probability)}`;
  if (verdict !== null && !verdict.agrees) {
    return (
      <div className={classes['summary']}>
        <p className={classes['answer']}>{verdict.className ?? text.noneOfThese}</p>
        <div className={classes['corrected']}>
          <Badge className={classes['checked'] ?? ''} leftSection={<CheckIcon size={14} />} tt="none">
            {text.corrected}
          </Badge>
          <span>{text.correctedBy(verdict.author)}</span>
          <s>{answers.map(write).join(', ') || text.noLabel}</s>
        </div>
      </div>
    );
  }
  return (
    <div className={classes['summary']}>
      {answers.length === 0 && <p className={classes['answer']}>{text.noLabel}</p>}
      {answers.map(({ className, probability }) => (
        <p key={className} className={classes['answer']}>
          {className} <span className={classes['probability']}>{format.percent(probability)}</span>
        </p>
      ))}
      {verdict !== null && (
        <div className={classes['corrected']}>
          <Badge className={classes['checked'] ?? ''} leftSection={<CheckIcon size={14} />} tt="none">
            {text.confirmed}
          </Badge>
          <span>{text.confirmedBy(verdict.author)}</span>
        </div>
      )}
      {verdict === null && prediction.unsure && (
        <UnsureBadge label={text.unsure} hint={text.unsureHints[prediction.unsureReason ?? 'none']} />
      )}
    </div>
  );
}

function UnsureBadge({ label, hint }: { readonly label: string; readonly hint: string }) {
  return (
    <div className={classes['unsure']}>
      <Badge className={classes['badge'] ?? ''} leftSection={<EyeIcon size={14} />} tt="none">
        {label}
      </Badge>
      <span>{hint}</span>
    </div>
  );
}
