'use client';

import { type ModelManifest } from '@lintel/contracts';
import { LearningCurve } from '../charts/learning-curve';
import { Section } from '../page/section';
import classes from './evaluation.module.css';

export interface LearningSectionProps {
  readonly training: ModelManifest['training'];
  readonly title: string;
}

/** Loss and accuracy over the epochs; nothing if no curve was recorded. */
export function LearningSection({ training, title }: LearningSectionProps) {
  if (training.curve.length === 0) return null;
  return (
    <Section title={title}>
      <div className={classes['pair']}>
        <LearningCurve curve={training.curve} measure="loss" bestEpoch={training.bestEpoch} />
        <LearningCurve curve={training.curve} measure="accuracy" bestEpoch={training.bestEpoch} />
      </div>
    </Section>
  );
}
