'use client';

import { type ModelManifest } from '@lintel/contracts';
import { LearningCurve } from '../charts/learning-curve';
import { Section } from '../page/section';
import classes from './learning-section.module.css';

export interface LearningSectionProps {
  readonly training: ModelManifest['training'];
  readonly title: string;
}

/** Loss and accuracy over the epochs; nothing if no curve was recorded. */
export function LearningSection({ training: { network }, title }: LearningSectionProps) {
  if (network === null || network.curve.length === 0) return null;
  return (
    <Section title={title}>
      <div className={classes['pair']}>
        <LearningCurve curve={network.curve} measure="loss" bestEpoch={network.bestEpoch} />
        <LearningCurve curve={network.curve} measure="accuracy" bestEpoch={network.bestEpoch} />
      </div>
    </Section>
  );
}
