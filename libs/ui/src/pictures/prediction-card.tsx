'use client';

import { type ClassProbability, type Prediction } from '@lintel/contracts';
import { Badge } from '@mantine/core';
import { type ReactNode } from 'react';
import { CheckIcon, EyeIcon } from '../icons/icons';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { Picture } from './picture';
import classes from './prediction-card.module.css';
import { ProbabilityBars } from './probability-bars';

export interface PictureCardProps {
  /** Address of the picture; null if there is none to show. */
  readonly picture: string | null;
  /** Name of the picture's file. */
  readonly name: string;
  /** Top right, such as a button that removes the card. */
  readonly corner?: ReactNode;
  readonly children: ReactNode;
}

/** A picture and the facts about it. */
export function PictureCard({ picture, name, corner, children }: PictureCardProps) {
  return (
    <article className={classes['card']} aria-label={name}>
      <Picture address={picture} alt={name} className={classes['picture'] ?? ''} />
      <div className={classes['body']}>
        <header className={classes['head']}>
          <span className={classes['name']} title={name}>
            {name}
          </span>
          {corner}
        </header>
        {children}
      </div>
    </article>
  );
}

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
  const text = useUiMessages().prediction;
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
