'use client';

import { type Prediction } from '@lintel/contracts';
import { Badge } from '@mantine/core';
import { type ReactNode } from 'react';
import { EyeIcon } from '../icons/icons';
import { useLanguage, useUiMessages } from '../language/language-provider';
import { Picture } from './picture';
import classes from './prediction-card.module.css';
import { ProbabilityBars } from './probability-bars';

export interface PictureCardProps {
  /** Address of the picture; null where there is none to show. */
  readonly picture: string | null;
  /** Name of the picture's file. */
  readonly name: string;
  /** Top right, such as a button that takes the card away. */
  readonly corner?: ReactNode;
  readonly children: ReactNode;
}

/** A picture and what is known of it. */
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

export interface PredictionCardProps extends Omit<PictureCardProps, 'children'> {
  readonly prediction: Prediction;
  /** Shown small below, such as the time taken and the model. */
  readonly facts?: readonly string[];
  /** Below all, such as what a person says to the answer. */
  readonly footer?: ReactNode;
}

/** A picture with its class, how probable it is, and what else it might be. */
export function PredictionCard({ prediction, facts = [], footer, ...card }: PredictionCardProps) {
  return (
    <PictureCard {...card}>
      <PredictionSummary prediction={prediction} />
      <ProbabilityBars top={prediction.top} unsure={prediction.unsure} />
      {facts.length > 0 && <p className={classes['facts']}>{facts.join(' · ')}</p>}
      {footer}
    </PictureCard>
  );
}

export function PredictionSummary({ prediction }: { readonly prediction: Prediction }) {
  const { format } = useLanguage();
  const text = useUiMessages().prediction;
  return (
    <div className={classes['summary']}>
      <p className={classes['answer']}>
        {prediction.className} <span className={classes['probability']}>{format.percent(prediction.probability)}</span>
      </p>
      {prediction.unsure && <UnsureBadge label={text.unsure} hint={text.unsureHint} />}
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
