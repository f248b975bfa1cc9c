'use client';

import { type ModelPreparation } from '@lintel/contracts';
import { ModelIcon, StateMessage, useLanguage } from '@lintel/ui';
import { Button, Code, CopyButton, Progress } from '@mantine/core';
import { useText } from '../language/text';
import { FirstTrainingFailed } from './first-training-failed';
import classes from './model-missing.module.css';

/** The second command promotes the model. */
const TRAIN_COMMAND = [
  'npx lintel train --data DIR --model two-conv --out models/mine',
  'npx lintel models register --model models/mine --name ecommerce.product-recogniser --promote',
].join('\n');

/** Shown instead of answers while there is no model. */
export function ModelMissing({ preparation }: { readonly preparation: ModelPreparation | null }) {
  if (preparation === null) return <NoneRequested />;
  const { stage } = preparation;
  if (stage === 'failed' || stage === 'not-promoted') return <FirstTrainingFailed stage={stage} />;
  return <InPreparation stage={stage} preparation={preparation} />;
}

function NoneRequested() {
  const text = useText().model;
  return (
    <StateMessage
      kind="empty"
      icon={<ModelIcon size={26} />}
      title={text.missingTitle}
      actions={
        <CopyButton value={TRAIN_COMMAND}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? text.copied : text.copyCommand}</Button>}
        </CopyButton>
      }
    >
      <p>{text.missingBody}</p>
      <Code className={classes['command'] ?? ''}>{TRAIN_COMMAND}</Code>
    </StateMessage>
  );
}

interface InPreparationProps {
  readonly stage: Exclude<ModelPreparation['stage'], 'failed' | 'not-promoted'>;
  readonly preparation: ModelPreparation;
}

function InPreparation({ stage, preparation: { share, secondsLeft } }: InPreparationProps) {
  const text = useText().model.preparation;
  const { format } = useLanguage();
  const known = [
    text.stages[stage],
    ...(share === null ? [] : [format.percent(share, 0)]),
    ...(secondsLeft === null ? [] : [text.timeLeft(format.seconds(Math.ceil(secondsLeft)))]),
  ];
  const words = known.join(' · ');
  return (
    <StateMessage kind="empty" icon={<ModelIcon size={26} />} title={text.title}>
      <p>{text.body}</p>
      <Progress.Root className={classes['progress'] ?? ''}>
        <Progress.Section value={(share ?? 1) * 100} animated={share === null} aria-label={words} />
      </Progress.Root>
      <p>{words}</p>
    </StateMessage>
  );
}
