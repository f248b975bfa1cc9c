'use client';

import { type ModelManifest } from '@lintel/contracts';
import { useCurveMeasures } from '../charts/curve-measures';
import { LearningCurve } from '../charts/learning-curve';
import { Section } from '../page/section';
import classes from './learning-section.module.css';

export interface LearningSectionProps {
  readonly training: ModelManifest['training'];
  readonly title: string;
}

/** The loss and the figures of the task over the epochs; nothing if no curve was recorded. */
export function LearningSection({ training: { network }, title }: LearningSectionProps) {
  const measures = useCurveMeasures(network?.curve ?? []);
  if (network === null || network.curve.length === 0) return null;
  return (
    <Section title={title}>
      <div className={classes['pair']}>
        {measures.map((measure) => (
          <LearningCurve key={measure.key} curve={network.curve} measure={measure} bestEpoch={network.bestEpoch} />
        ))}
      </div>
    </Section>
  );
}
