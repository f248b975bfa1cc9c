'use client';

import { type ModelManifest } from '@lintel/contracts';
import { LearningCurve, Section } from '@lintel/ui';
import { useText } from '../language/text';
import classes from './model.module.css';

export function LearningSection({ training }: { readonly training: ModelManifest['training'] }) {
  const text = useText().model;
  if (training.curve.length === 0) return null;
  return (
    <Section title={text.learning}>
      <div className={classes['pair']}>
        <LearningCurve curve={training.curve} measure="loss" bestEpoch={training.bestEpoch} />
        <LearningCurve curve={training.curve} measure="accuracy" bestEpoch={training.bestEpoch} />
      </div>
    </Section>
  );
}
